/* items.ts - what an item of the inbox is, and how items are grouped by what is due. */
import { dayNumber } from '@sanbao/shared/words.ts';
import type { Pair } from '@sanbao/shared/texts.ts';
import { texts } from './texts';

export type Kind =
  | 'stays' | 'publish' | 'claim' | 'seat' | 'claimAppeal' | 'objection' | 'reversal'
  | 'matter' | 'dispute' | 'welcome' | 'signal' | 'check' | 'motion';

export interface Item {
  key: string; // stays the same while it waits, so that the place in the list does
  kind: Kind;
  id: string;
  head: string;
  second: string;
  points?: number;
  due?: string; // a day, or an instant of the last day
  notYou?: string; // why not, or who can
}

export interface Group {
  head: Pair;
  hot: boolean;
  items: Item[];
}

const GROUPS: { head: Pair; hot: boolean; has: (days: number) => boolean }[] = [
  { head: texts.late, hot: true, has: (days) => days < 0 },
  { head: texts.today, hot: true, has: (days) => days === 0 },
  { head: texts.soon, hot: false, has: (days) => days > 0 && days <= 3 },
  { head: texts.later, hot: false, has: (days) => days > 3 },
];

function daysLeft(item: Item, today: string): number {
  return item.due === undefined ? Infinity : dayNumber(item.due) - dayNumber(today);
}

/* By what is due first; what one may not decide comes last, and stays to be seen. */
export function grouped(items: readonly Item[], today: string): Group[] {
  const mine = items.filter((item) => item.notYou === undefined);
  const sorted = [...mine].sort(
    (a, b) => (a.due ?? '9').localeCompare(b.due ?? '9') || a.key.localeCompare(b.key),
  );
  const groups = GROUPS.map(({ head, hot, has }) => ({
    head,
    hot,
    items: sorted.filter((item) => has(daysLeft(item, today))),
  }));
  const others = items.filter((item) => item.notYou !== undefined);
  groups.push({ head: texts.notYou, hot: false, items: others });
  return groups.filter((group) => group.items.length > 0);
}
