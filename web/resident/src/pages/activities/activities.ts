/* activities.ts - the coming activities, with what they earn and whether one has signed up. */
import { setToday } from '../../core/day';
import { get, type Answer } from '../../core/request';
import { me } from '../../core/session';
import type { Lang } from '../../generated/texts';

export type Activity = Answer<'/api/v1/villages/{village}/activities/{activity}', 'get'>;
export type Rule = Answer<'/api/v1/villages/{village}/rules', 'get'>['items'][number];
export type Own = 'none' | 'going' | 'waiting' | 'cancelled';

export interface Coming {
  activity: Activity;
  rule: Rule | undefined;
  own: Own;
}

const PAGES_MOST = 5;

export async function askRules(village: string): Promise<Rule[]> {
  return (await get('/api/v1/villages/{village}/rules', { path: { village }, query: { limit: 200 } })).items;
}

/* A stranger sees the first village: the service of one village has but one. */
export async function villageOr(village: string): Promise<string> {
  if (village !== '') return village;
  const first = (await get('/api/v1/villages', { query: { limit: 1 } })).items[0];
  if (first !== undefined) setToday(first.today);
  return first?.code ?? '';
}

async function askActivities(village: string): Promise<Activity[]> {
  const all: Activity[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MOST; page++) {
    const answer = await get('/api/v1/villages/{village}/activities', {
      path: { village },
      query: { after },
    });
    all.push(...answer.items);
    if (!answer.next) break;
    after = answer.next;
  }
  return all;
}

export async function askOwn(village: string): Promise<Map<string, Own>> {
  if (me.value === null) return new Map();
  const own = await get('/api/v1/villages/{village}/me/sign-ups', { path: { village } });
  return new Map(own.items.map((one) => [one.activity, one.own]));
}

export async function askComing(known: string): Promise<Coming[]> {
  const village = await villageOr(known);
  if (village === '') return [];
  const registered = me.value?.villages.find((one) => one.code === village)?.registered === true;
  const [activities, rules, own] = await Promise.all([
    askActivities(village),
    askRules(village),
    registered ? askOwn(village) : new Map<string, Own>(),
  ]);
  const byCode = new Map(rules.map((rule) => [rule.code, rule]));
  return activities
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))
    .map((activity) => ({
      activity,
      rule: byCode.get(activity.rule),
      own: own.get(activity.activity) ?? 'none',
    }));
}

/* What taking part from beginning to end earns, before caps; an hour's points are counted by the
 * half hour, as the rules do. undefined: it cannot be said beforehand. */
export function earns(activity: Activity, rule: Rule | undefined): number | undefined {
  if (rule === undefined || rule.unit === 'grade') return undefined;
  if (rule.unit !== 'hour') return rule.points;
  const minutes = (Date.parse(activity.ends_at) - Date.parse(activity.starts_at)) / 60000;
  return Math.trunc((rule.points * Math.trunc(minutes / 30)) / 2);
}

export function ruleName(rule: Rule | undefined, lang: Lang): string {
  return (lang === 'zh' ? rule?.name_zh : (rule?.name_en ?? rule?.name_zh)) ?? '';
}
