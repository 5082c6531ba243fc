import type { Pair } from '../generated/texts';

export const texts = {
  back: ['返回', 'Back'],
  places: ['主要的几页', 'Main pages'],
  home: ['首页', 'Home'],
  activities: ['活动', 'Activities'],
  shops: ['换东西', 'Shops'],
  mine: ['我的', 'Mine'],
  points: ['分', 'points'],
  again: ['再试', 'Try again'],
  asking: ['正在取…', 'Loading…'],
  offlineKept: ['没有网。这是 {when} 存下的。', 'No network. This was kept at {when}.'],
  offlineNothing: ['没有网，还没有存下的。', 'No network, and nothing kept yet.'],
  notSent: ['没有网，还没发出。', 'No network: not sent yet.'],
  notSentHint: ['有网了再点一次，不会重复。', 'Press again once there is a network: it will not count twice.'],
  failed: ['这次没办成', 'That did not work'],
} satisfies Record<string, Pair>;
