/* texts.ts - the words of the inbox: what waits, until when, and who has to do it. */
import type { Pair } from '@sanbao/shared/texts.ts';

export const texts = {
  title: ['今天', 'Today'],
  waits: ['等你的，{count} 件', '{count} waiting for you'],
  dueToday: ['{count} 件今天到期，先做', '{count} due today: first'],
  done: ['没有等你的事', 'Nothing waits for you'],
  doneBody: ['今天没有等你的事。有新的，这里会写出来。', 'Nothing waits for you today. What comes will stand here.'],
  some: ['有几处没读到：', 'Some could not be read:'],
  late: ['过期了', 'Overdue'],
  today: ['今天到期', 'Due today'],
  soon: ['三天内', 'Within three days'],
  later: ['不急', 'No hurry'],
  notYou: ['你不能办的', 'Not for you'],
  next: ['下一件', 'Next'],
  before: ['上一件', 'Previous'],
  enter: ['回车', 'Enter'],
  open: ['打开', 'Open'],
  toList: ['回到列表', 'Back to the list'],
  pick: ['从左边选一件', 'Choose one on the left'],
  stays: ['{title}，{count} 人次待审', '{title}: {count} to approve'],
  staysSecond: ['{place}，{day}', '{place}, {day}'],
  publish: ['发布活动：{title}', 'Publish: {title}'],
  closeOut: ['办结活动：{title}', 'Close: {title}'],
  closeSecond: ['出勤都审过了，{place}', 'All stays decided, {place}'],
  claim: ['申报第 {number} 件：{rule}', 'Claim {number}: {rule}'],
  claimAppeal: ['申诉，申报第 {number} 件：{rule}', 'Appeal, claim {number}: {rule}'],
  seat: ['评议第 {number} 件：{rule}', 'Panel, claim {number}: {rule}'],
  standBack: ['与你有关，由别人办', 'It concerns you: for others'],
  objection: ['异议：{name}，{rule}', 'Objection: {name}, {rule}'],
  reversal: ['冲正：{name}', 'Reversal: {name}'],
  matter: ['{kind}：{name}', '{kind}: {name}'],
  proposedBy: ['{name}提出', 'proposed by {name}'],
  yourOwn: ['是你提出的，等另一人', 'You proposed it: for another'],
  dispute: ['兑换异议：第 {record} 号', 'Disputed redemption {record}'],
  welcome: ['注册工分：{name}', 'Points of welcome: {name}'],
  signal: ['{title}', '{title}'],
  check: ['抽查：第 {record} 号', 'Spot check: {record}'],
  checkSecond: ['{week} 那周抽到的', 'drawn in the week of {week}'],
  motion: ['签字：{kind}', 'Sign: {kind}'],
  unfunded: ['补发：第 {record} 号', 'Give now: {record}'],
} satisfies Record<string, Pair>;

export const matterKinds = {
  enter: ['入册', 'enter the roster'],
  move: ['迁户', 'move'],
  leave: ['离村', 'leave'],
  death: ['去世', 'death'],
  erase: ['销户', 'erase'],
  role: ['给或收身份', 'role'],
} satisfies Record<string, Pair>;

export const motionKinds = {
  shop: ['新设兑换点', 'a shop'],
  deposit: ['基金入账', 'a deposit'],
  payment: ['店铺结算', 'a payment'],
  terms: ['兑换规定', 'terms of spending'],
} satisfies Record<string, Pair>;
