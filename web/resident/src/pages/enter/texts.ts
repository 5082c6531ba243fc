import type { Pair } from '../../generated/texts';

export const texts = {
  title: ['登录', 'Log in'],
  phone: ['手机号', 'Phone number'],
  phoneHint: ['村里登记的那个号码。', 'The one that the village has on its list.'],
  send: ['发验证码', 'Send a code'],
  sending: ['正在发…', 'Sending…'],
  code: ['验证码，6 位', 'Code, 6 digits'],
  sent: ['已发到 {phone}，5 分钟内有效。', 'Sent to {phone}; good for 5 minutes.'],
  enter: ['登录', 'Log in'],
  entering: ['正在登录…', 'Logging in…'],
  anew: ['换一个号码，或重新发', 'Another number, or send again'],
  who: ['这个号码有几个人用，你是哪一位？', 'Several people share this number. Which are you?'],
  short: ['手机号是 11 位数字。', 'A phone number has 11 digits.'],
  shortCode: ['验证码是 6 位数字。', 'The code has 6 digits.'],
  noPhone: ['没有手机也行：到村委会办一张工分卡。', 'No phone? The village office has a card that does the same.'],
} satisfies Record<string, Pair>;
