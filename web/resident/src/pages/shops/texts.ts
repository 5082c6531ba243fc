import type { Pair } from '../../generated/texts';

export const texts = {
  title: ['换东西', 'Shops'],
  have: ['你现在有', 'You have'],
  show: ['出示我的码', 'Show my code'],
  showHint: ['到店里给店主扫', 'The shopkeeper scans it'],
  none: ['还没有兑换点', 'No shop yet'],
  noneHint: ['村里开了店，会写在这里。', 'When the village opens one, it stands here.'],
  noGoods: ['这家店还没有上货', 'This shop has nothing on offer yet'],
  cash: ['现金 {yuan} 元', '{yuan} yuan in cash'],
  left: ['还有 {n} 件', '{n} left'],
  out: ['没货了', 'none left'],
  few: ['不多了', 'few left'],
  short: ['还差 {n} 分', '{n} points short'],
  village: ['先登录，看你村里的店', 'Log in to see the shops of your village'],
  toLogIn: ['登录', 'Log in'],
} satisfies Record<string, Pair>;
