/* sources.ts - the lists from which the inbox of an office is put together. */
import { dayWords } from '@sanbao/shared/words.ts';
import { api, ask, asTrouble } from '../../shell/api';
import { here, isAny, say, state } from '../../shell/state';
import type { Role } from '../../shell/texts';
import type { Item } from './items';
import { matterKinds, motionKinds, texts } from './texts';

interface Source {
  roles: readonly Role[];
  read: () => Promise<Item[]>;
}

const MANY = { limit: 200 };
const at = () => ({ path: { village: here() } });
const day = (instant: string) => dayWords(instant, state.today, state.lang);

async function stays(): Promise<Item[]> {
  const params = { ...at(), query: MANY };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/approvals', { params }));
  return items.map((one) => ({
    key: 'stays ' + one.activity,
    kind: 'stays' as const,
    id: one.activity,
    head: say(texts.stays, { title: one.title, count: one.undecided }),
    second: say(texts.staysSecond, { place: one.place, day: day(one.starts_at) }),
  }));
}

async function proposed(): Promise<Item[]> {
  const params = { ...at(), query: { ...MANY, state: 'proposed' as const } };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/activities', { params }));
  return items.map((one) => ({
    key: 'publish ' + one.activity,
    kind: 'publish' as const,
    id: one.activity,
    head: say(texts.publish, { title: one.title }),
    second: say(texts.staysSecond, { place: one.place, day: day(one.starts_at) }),
    due: one.signup_until,
  }));
}

async function claims(): Promise<Item[]> {
  const params = { ...at(), query: MANY };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/claims', { params }));
  return items.map((one) => ({
    key: 'claim ' + one.claim,
    kind: 'claim' as const,
    id: one.claim,
    head: say(texts.claim, { number: one.number, rule: one.rule_name ?? one.rule }),
    second: one.says,
    points: one.grade ?? undefined,
    notYou: one.stand_back ? say(texts.standBack) : waitsForOthers(one.state) ? one.says : undefined,
  }));
}

function waitsForOthers(claimState: string): boolean {
  return ['panel', 'needs_photo', 'on_notice', 'appealed'].includes(claimState);
}

async function seats(): Promise<Item[]> {
  const { items } = await ask(api.GET('/api/v1/villages/{village}/panel-seats', { params: at() }));
  return items.map((one) => ({
    key: 'seat ' + one.claim,
    kind: 'seat' as const,
    id: one.claim,
    head: say(texts.seat, { number: one.number, rule: one.rule_name ?? one.rule }),
    second: one.says,
    points: one.grade ?? undefined,
    notYou: one.stand_back ? say(texts.standBack) : undefined,
  }));
}

async function claimAppeals(): Promise<Item[]> {
  const { items } = await ask(api.GET('/api/v1/villages/{village}/claim-appeals', { params: at() }));
  return items.map((one) => ({
    key: 'appeal ' + one.claim,
    kind: 'claimAppeal' as const,
    id: one.claim,
    head: say(texts.claimAppeal, { number: one.number, rule: one.rule_name ?? one.rule }),
    second: one.says,
  }));
}

async function objections(): Promise<Item[]> {
  const { items } = await ask(api.GET('/api/v1/villages/{village}/objections', { params: at() }));
  return items.map((one) => ({
    key: 'objection ' + one.record,
    kind: 'objection' as const,
    id: String(one.record),
    head: say(texts.objection, { name: one.name ?? '', rule: one.rule_name ?? one.rule }),
    second: one.text ?? '',
    points: one.points,
    due: one.until,
    notYou: one.stand_back ? say(texts.standBack) : undefined,
  }));
}

async function reversals(): Promise<Item[]> {
  const { items } = await ask(api.GET('/api/v1/villages/{village}/reversals', { params: at() }));
  return items.map((one) => ({
    key: 'reversal ' + one.reversal,
    kind: 'reversal' as const,
    id: one.reversal,
    head: say(texts.reversal, { name: one.name ?? '' }),
    second: one.reason ?? '',
    notYou: one.proposed_by === state.name ? say(texts.yourOwn) : undefined,
  }));
}

async function matters(): Promise<Item[]> {
  const params = { ...at(), query: { ...MANY, state: 'open' as const } };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/matters', { params }));
  return items.map((one) => ({
    key: 'matter ' + one.matter,
    kind: 'matter' as const,
    id: one.matter,
    head: say(texts.matter, { kind: say(matterKinds[one.kind]), name: one.name ?? one.number ?? '' }),
    second: one.proposed_by === null ? one.reason : say(texts.proposedBy, { name: one.proposed_by }),
    notYou: one.proposed_by === state.name ? say(texts.yourOwn) : undefined,
  }));
}

async function disputes(): Promise<Item[]> {
  const params = { ...at(), query: MANY };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/disputes', { params }));
  return items
    .filter((one) => one.answered_at == null)
    .map((one) => ({
      key: 'dispute ' + one.dispute,
      kind: 'dispute' as const,
      id: one.dispute,
      head: say(texts.dispute, { record: one.record }),
      second: one.text ?? '',
    }));
}

async function welcomes(): Promise<Item[]> {
  const params = { ...at(), query: MANY };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/welcomes', { params }));
  return items.map((one) => ({
    key: 'welcome ' + one.person,
    kind: 'welcome' as const,
    id: one.person,
    head: say(texts.welcome, { name: one.name ?? one.number ?? '' }),
    second: one.proposed_by === null ? '' : say(texts.proposedBy, { name: one.proposed_by }),
    notYou: one.proposed_by === state.name ? say(texts.yourOwn) : undefined,
  }));
}

async function signals(): Promise<Item[]> {
  const lists = await Promise.all(
    (['open', 'taken'] as const).map((wanted) => {
      const params = { ...at(), query: { ...MANY, state: wanted } };
      return ask(api.GET('/api/v1/villages/{village}/oversight/signals', { params }));
    }),
  );
  return lists
    .flatMap((list) => list.items)
    .map((one) => ({
      key: 'signal ' + one.signal,
      kind: 'signal' as const,
      id: one.signal,
      head: say(texts.signal, { title: one.title }),
      second: one.words,
    }));
}

async function checks(): Promise<Item[]> {
  const params = { ...at(), query: { ...MANY, waiting: true } };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/oversight/checks', { params }));
  return items.map((one) => ({
    key: 'check ' + one.record,
    kind: 'check' as const,
    id: String(one.record),
    head: say(texts.check, { record: one.record }),
    second: say(texts.checkSecond, { week: day(one.week) }),
  }));
}

async function motions(): Promise<Item[]> {
  const params = { ...at(), query: MANY };
  const { items } = await ask(api.GET('/api/v1/villages/{village}/motions', { params }));
  return items
    .filter((one) => one.state === 'open')
    .map((one) => ({
      key: 'motion ' + one.motion,
      kind: 'motion' as const,
      id: one.motion,
      head: say(texts.motion, { kind: say(motionKinds[one.kind]) }),
      second: one.text,
      due: one.pay_day ?? undefined,
      notYou: one.proposer === state.name ? say(texts.yourOwn) : undefined,
    }));
}

const SOURCES: readonly Source[] = [
  { roles: ['reviewer', 'social_worker', 'oversight'], read: stays },
  { roles: ['social_worker', 'cadre'], read: proposed },
  { roles: ['reviewer', 'social_worker', 'cadre', 'oversight'], read: claims },
  { roles: ['reviewer'], read: seats },
  { roles: ['town'], read: claimAppeals },
  { roles: ['reviewer', 'oversight', 'town'], read: objections },
  { roles: ['oversight', 'town'], read: reversals },
  { roles: ['social_worker', 'cadre', 'town', 'admin'], read: matters },
  { roles: ['social_worker', 'oversight'], read: disputes },
  { roles: ['social_worker'], read: welcomes },
  { roles: ['oversight'], read: signals },
  { roles: ['oversight'], read: checks },
  { roles: ['cadre', 'oversight'], read: motions },
];

export interface Inbox {
  items: Item[];
  troubles: string[]; // one list that cannot be read does not hide the others
}

export async function readInbox(): Promise<Inbox> {
  const mine = SOURCES.filter((source) => isAny(source.roles));
  const answers = await Promise.allSettled(mine.map((source) => source.read()));
  const inbox: Inbox = { items: [], troubles: [] };
  for (const answer of answers) {
    if (answer.status === 'fulfilled') inbox.items.push(...answer.value);
    else inbox.troubles.push(asTrouble(answer.reason).message);
  }
  const seen = new Set<string>(); // a claim that waits for a vote waits once
  const voted = new Set(inbox.items.filter((item) => item.kind === 'seat').map((item) => item.id));
  inbox.items = inbox.items.filter((item) => {
    if (seen.has(item.key) || (item.kind === 'claim' && voted.has(item.id))) return false;
    seen.add(item.key);
    return true;
  });
  inbox.troubles = [...new Set(inbox.troubles)];
  return inbox;
}
