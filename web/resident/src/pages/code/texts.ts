import type { Pair } from '../../generated/texts';

export const texts = {
  title: ['我的码', 'My code'],
  say: ['扫不上，就把这些念给店主', 'If it cannot be scanned, read this out'],
  picture: ['我的码，给店主扫', 'My code, for the shopkeeper to scan'],
  listen: ['听', 'Listen'],
  seconds: ['{n} 秒后自动换新码', 'A new code in {n} s'],
  renewing: ['正在换新码…', 'Getting a new code…'],
  stopped: ['没有网，换不了新码。旧码过时了，店主扫不上。', 'No network: no new code. The old one is past, and cannot be scanned.'],
  again: ['再试', 'Try again'],
  first: ['店主扫码，选好东西', 'The shopkeeper scans, and takes the goods'],
  second: ['你看清：什么东西，多少分', 'You see what it is, and how many points'],
  third: ['不对就说，店主可以退', 'If it is wrong, say so: it can be refunded'],
  check: ['去活动，扫领队的码签到', 'At an activity, scan the leader’s code'],
  logIn: ['登录以后才有码', 'Log in to have a code'],
  toLogIn: ['登录', 'Log in'],
  registerFirst: ['注册以后才有码', 'Register to have a code'],
  toRegister: ['去注册，三步', 'Register: three steps'],
} satisfies Record<string, Pair>;
