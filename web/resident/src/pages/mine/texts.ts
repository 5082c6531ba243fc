import type { Pair } from '../../generated/texts';

export const texts = {
  title: ['我的', 'Mine'],
  number: ['村民编号 {number}', 'Number {number}'],
  logIn: ['登录', 'Log in'],
  language: ['中文 / English，大字', '中文 / English, large type'],
  history: ['工分账', 'My points'],
  claims: ['我的申报', 'My claims'],
  notices: ['公示和异议', 'Notices and objections'],
  family: ['我的家人', 'My family'],
  card: ['我的卡', 'My card'],
  data: ['我的资料', 'My data'],
  settings: ['设置', 'Settings'],
  signUps: ['我报名的活动', 'What I signed up for'],
  end: ['退出登录', 'Log out'],
  ending: ['正在退出…', 'Logging out…'],
} satisfies Record<string, Pair>;
