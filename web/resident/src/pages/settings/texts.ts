import type { Pair } from '../../generated/texts';

export const texts = {
  title: ['设置', 'Settings'],
  language: ['语言', 'Language'],
  chinese: ['中文', '中文'],
  english: ['English', 'English'],
  size: ['字的大小', 'Size of type'],
  normal: ['平常', 'Normal'],
  large: ['大字', 'Large'],
  help: ['找社工', 'Ask for help'],
  helpTitle: ['去村委会，找社工', 'Go to the village office'],
  helpHint: ['办卡、补登、看不懂的，都可以问。', 'Cards, what was not noted, what is unclear: just ask.'],
  normalAgain: ['换回平常的字', 'Back to normal type'],
} satisfies Record<string, Pair>;
