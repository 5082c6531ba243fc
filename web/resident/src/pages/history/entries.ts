/* entries.ts - my entries by month, and the sum behind one of them, from the record itself. */
import type { Recorded } from '../../generated/record';
import type { Answer } from '../../core/request';

export type Entry = Answer<'/api/v1/villages/{village}/me/entries', 'get'>['items'][number];
export type Rule = Answer<'/api/v1/villages/{village}/rules/{rule}', 'get'>;
export type Version = Rule['versions'][number];
export type Filter = 'all' | 'earned' | 'spent';

export interface Month {
  month: string; // 2021-12
  earned: number;
  spent: number;
  entries: Entry[];
}

export function wanted(entry: Entry, filter: Filter): boolean {
  if (filter === 'all') return true;
  return filter === 'spent' ? entry.points < 0 : entry.points > 0 || entry.capped;
}

/* Newest first, as they came. A month that the pages have not reached the end of says no sums. */
export function byMonth(entries: readonly Entry[], filter: Filter): Month[] {
  const months: Month[] = [];
  for (const entry of entries) {
    const month = entry.day.slice(0, 7);
    let last = months[months.length - 1];
    if (last?.month !== month) months.push((last = { month, earned: 0, spent: 0, entries: [] }));
    if (entry.points > 0) last.earned += entry.points;
    else last.spent -= entry.points;
    if (wanted(entry, filter)) last.entries.push(entry);
  }
  return months.filter((month) => month.entries.length > 0);
}

/* The version of the rule that was valid on that day. */
export function versionOn(rule: Rule | undefined, day: string): Version | undefined {
  return rule?.versions.find((version) => version.valid_from <= day);
}

export interface Sum {
  from: string; // 8:04
  to: string;
  halfHours: number; // whole ones of the stay, within the activity
  each: number; // points an hour
  result: number;
}

const HALF_HOUR = 1800;
const EAST = 8 * 3600;
const seconds = (instant: string) => Date.parse(instant) / 1000;
const onClock = (at: number) =>
  new Date((at + EAST) * 1000).toISOString().slice(11, 16).replace(/^0(?=\d)/, '');

/* How an attendance by the hour adds up; undefined where it is counted in another way. */
export function sumOf(
  record: Recorded,
  version: Version | undefined,
  activity: { starts_at: string; ends_at: string } | undefined,
): Sum | undefined {
  if (version?.unit !== 'hour' || record.from === 0 || record.to === 0) return undefined;
  const from = activity ? Math.max(record.from, seconds(activity.starts_at)) : record.from;
  const to = activity ? Math.min(record.to, seconds(activity.ends_at)) : record.to;
  const halfHours = Math.max(0, Math.floor((to - from) / HALF_HOUR));
  return {
    from: onClock(record.from),
    to: onClock(record.to),
    halfHours,
    each: version.points,
    result: Math.floor((halfHours * version.points) / 2),
  };
}

/* What the phone proved must be what the page shows. */
export function agrees(entry: Entry, record: Recorded, village: string, person: string): boolean {
  const ours = record.village === village && (record.person === '' || record.person === person);
  const counts = entry.kind === 'award' || entry.kind === 'award_pending' || entry.kind === 'redeem';
  if (!counts) return ours;
  return ours && record.granted === Math.abs(entry.points) && record.balance === entry.balance;
}
