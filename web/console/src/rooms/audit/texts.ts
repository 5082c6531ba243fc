/* texts.ts - the log and its proofs, staff, devices. */
import type { Pair } from '@sanbao/shared/texts.ts';

export const texts = {
  log: ['日志', 'Log'],
  logEmpty: ['日志还是空的。', 'The log is empty.'],
  record: ['记录号', 'Record'],
  leaf: ['哈希', 'Hash'],
  bytes: ['字节', 'Bytes'],
  elsewhere: ['别村的', 'another village’s'],
  from: ['从记录号起', 'From record'],
  proof: ['凭证', 'Receipt'],
  checkpoint: ['检查点', 'Checkpoint'],
  staff: ['工作人员', 'Staff'],
  staffEmpty: ['还没有工作人员。第一次设置时加上。', 'No staff yet. They are named at the first set-up.'],
  name: ['姓名', 'Name'],
  number: ['工号', 'Number'],
  roles: ['身份', 'Office'],
  login: ['能登录', 'Can log in'],
  yes: ['能', 'yes'],
  notYet: ['还没开通', 'not set up'],
  deviceCount: ['设备', 'Devices'],
  enrol: ['发开通码', 'Give a code'],
  enrolHead: ['给 {name} 发开通码', 'An enrolment code for {name}'],
  enrolBody: ['新设、忘了密码、丢了手机都用它。旧的密码和动态口令在用上新码时失效。', 'For a first set-up, a password forgotten or a phone lost. The old ones end when the code is used.'],
  enrolCode: ['{name} 的开通码：{code}。当面交给本人，三天内有效，只显示这一次。', 'Code for {name}: {code}. Hand it over in person; good for three days, shown this once.'],
  devices: ['设备', 'Devices'],
  devicesEmpty: ['还没有登记的手机。在“签到”或“收工分”里登记。', 'No enrolled phones yet. Enrol one under Check-in or Till.'],
  use: ['用处', 'Use'],
  ends: ['到期', 'Ends'],
  seen: ['最近用', 'Last used'],
  state: ['状态', 'State'],
  inUse: ['在用', 'in use'],
  revoked: ['停用', 'out of use'],
  revoke: ['停用', 'Take out of use'],
  revokeBody: ['马上停用，还没发出的不再收。要用请重新登记。', 'At once; what it has not sent is not taken. Enrol it again to use it.'],
} satisfies Record<string, Pair>;

export const uses = {
  leader: ['签到', 'check-in'],
  shop: ['收工分', 'till'],
  office: ['办公', 'office'],
} satisfies Record<string, Pair>;
