import type { Pair } from '../../generated/texts';

export const texts = {
  title: ['这笔换得不对', 'Something is wrong with it'],
  about: ['第 {record} 号兑换', 'Redemption {record}'],
  what: ['怎么回事', 'What happened'],
  send: ['交给村里查', 'Ask the village to look into it'],
  sending: ['正在提交…', 'Sending…'],
  short: ['写几个字，说说怎么回事', 'Say in a few words what happened'],
  sent: ['交上去了，答复写在这里。', 'Sent. The answer will stand here.'],
  waits: ['还在查', 'being looked into'],
  answered: ['村里的答复', 'The village answers'],
} satisfies Record<string, Pair>;
