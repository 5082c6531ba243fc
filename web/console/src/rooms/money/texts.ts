/* texts.ts - the fund, shops and their months, and what is signed together. */
import type { Pair } from '@sanbao/shared/texts.ts';

export const texts = {
  fund: ['资金', 'Fund'],
  noFund: ['还没有入账。报账员提出入账，另一人签字后写在这里。', 'No deposit yet. The accountant proposes one, another signs, and it stands here.'],
  balance: ['基金余额', 'In the fund'],
  outstanding: ['村民和店里手上的工分', 'Points in people’s and shops’ hands'],
  worth: ['合钱', 'Worth'],
  unsettled: ['其中店里待结', 'Of these, shops wait for'],
  weeks: ['照近八周还够', 'At the pace of eight weeks, lasts'],
  weeksValue: ['{weeks} 周', '{weeks} weeks'],
  low: ['该补充了', 'To be filled up'],
  yuan: ['{yuan} 元', 'CNY {yuan}'],
  points: ['{points} 分', '{points} points'],
  shops: ['兑换点', 'Shops'],
  noShops: ['还没有兑换点。由村干部提出，另一人签字后开张。', 'No shops yet. One is proposed, and opens when a second person signs.'],
  shop: ['名称', 'Name'],
  code: ['编号', 'Code'],
  month: ['月份', 'Month'],
  statement: ['月结单', 'The month'],
  goods: ['商品', 'Goods'],
  times: ['笔数', 'Redemptions'],
  quantity: ['件数', 'Items'],
  pointsHead: ['工分', 'Points'],
  cash: ['现金（元）', 'Cash (CNY)'],
  noLines: ['这个月没有兑换。', 'Nothing was redeemed this month.'],
  sum: ['共 {times} 笔，{points} 分，合 {yuan} 元。约定 {day} 付款，还没结 {unsettled} 分。', '{times} redemptions, {points} points, CNY {yuan}. Payment promised for {day}; {unsettled} points not settled.'],
  paper: ['打印月结单', 'Print the month'],
  prices: ['打印价目表', 'Print the price list'],
  settle: ['提出结算', 'Propose to settle'],
  settleHead: ['结算 {shop} 的 {month}', 'Settle {month} with {shop}'],
  settleBody: ['提出以后由别人签字，签够才付。', 'Others sign after you; it is paid when enough have.'],
  meeting: ['议定的会议（金额大时要写）', 'The meeting that decided (for large sums)'],
  motions: ['待签事项', 'To be signed'],
  noMotions: ['没有要签字的事。', 'Nothing is to be signed.'],
  what: ['什么事', 'What'],
  amount: ['金额', 'Sum'],
  proposer: ['提出', 'Proposed by'],
  signed: ['签字', 'Signed'],
  signedOf: ['{signed} / {needed}', '{signed} of {needed}'],
  state: ['状态', 'State'],
  sign: ['签字', 'Sign'],
  signBody: ['签够即生效，账上另记一笔才能改。', 'It takes effect when enough have signed; after that only a reversal changes it.'],
} satisfies Record<string, Pair>;

export const kinds = {
  shop: ['新设兑换点', 'a new shop'],
  deposit: ['入账', 'a deposit'],
  payment: ['结算', 'a settlement'],
  terms: ['改约定', 'other terms'],
} satisfies Record<string, Pair>;

export const states = {
  open: ['待签', 'open'],
  done: ['生效了', 'in effect'],
  stopped: ['叫停了', 'stopped'],
  withdrawn: ['撤回了', 'withdrawn'],
} satisfies Record<string, Pair>;
