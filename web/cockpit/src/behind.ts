/* behind.ts - which table stands behind a figure. */
import { clock, yuan } from '@sanbao/shared/words.ts';
import { dayLong, figure, groupName, percent } from './numbers';
import { lang, say } from './say';
import { type Source, table } from './sheet';
import type { Snapshot } from './snapshot';
import { T } from './texts';

type Row = (string | number)[];
const MODULES: Record<string, string> = {
  people: 'modules_people', rules: 'modules_rules', activities: 'modules_activities', money: 'modules_money',
  shops: 'modules_shops', reviews: 'modules_reviews', points: 'modules_points',
};

const TABLES: Record<string, (s: Snapshot) => [columns: string[], numbers: boolean[], rows: Row[]]> = {
  months: (s) => [
    [say(T.month), say(T.issued), say(T.redeemed)],
    [false, true, true],
    [...s.months].reverse().map((m) => [m.month.slice(0, 7) + (m.whole ? '' : say(T.notOver)), figure(m.issued), figure(m.redeemed)]),
  ],
  weeks: (s) => [
    [say(T.week), say(T.participations)],
    [false, true],
    [...s.weeks].reverse().map((w) => [dayLong(w.from, lang.value), figure(w.participations)]),
  ],
  rules: (s) => [
    [say(T.kind), say(T.participations)],
    [false, true],
    [...s.rules].sort((a, b) => b.participations - a.participations).map((r) => [r.name ?? r.code, figure(r.participations)]),
  ],
  groups: (s) => [
    [say(T.group), say(T.registered), say(T.took), say(T.share), say(T.participations)],
    [false, true, true, true, true],
    s.groups.map((g) => [groupName(g.group, lang.value), figure(g.people), figure(g.took_part), percent(g.took_part_permille, 1), figure(g.participations)]),
  ],
  latest: (s) => [
    [say(T.time), say(T.who), say(T.what), say(T.where), say(T.pointsColumn)],
    [false, false, false, false, true],
    s.latest.map((l) => [
      dayLong(l.day, lang.value) + (l.at === null ? '' : ' ' + clock(l.at)), l.name ?? say(T.unnamed), l.what ?? l.code, l.where ?? '', figure(l.points),
    ]),
  ],
  held: (s) => [
    [say(T.module), say(T.count)],
    [false, true],
    s.held.map((h) => [say(T[(MODULES[h.module] ?? 'records') as keyof typeof T]), figure(h.records)]),
  ],
  next: (s) => [
    [say(T.time), say(T.what), say(T.where), say(T.nextNote)],
    [false, false, false, true],
    s.next.map((n) => [dayLong(n.starts_at.slice(0, 10), lang.value) + ' ' + clock(n.starts_at), n.title, n.place, `${n.going}${n.capacity > 0 ? '/' + n.capacity : ''}`]),
  ],
  objections: (s) => [
    [say(T.since), say(T.kind), say(T.state), say(T.due)],
    [false, false, false, false],
    s.objections.map((o) => [dayLong(o.since, lang.value), o.name ?? o.rule, say(o.state === 'appealed' ? T.appealed : T.toAnswer), dayLong(o.due_on, lang.value)]),
  ],
  never: (s) => [
    [say(T.access), say(T.registered), say(T.never)],
    [false, true, true],
    [
      [say(T.phoneWord), figure(s.figures.phone_people ?? 0), figure(s.figures.phone_never ?? 0)],
      [say(T.cardWord), figure(s.figures.card_people ?? 0), figure(s.figures.card_never ?? 0)],
    ],
  ],
  money: (s) => [
    [say(T.what), say(T.yuan)],
    [false, true],
    [
      [say(T.fund), s.figures.fund_fen === null ? '—' : yuan(s.figures.fund_fen)],
      [say(T.liability), yuan(s.figures.liability_fen)],
    ],
  ],
  points: (s) => [
    [say(T.what), say(T.pointsColumn)],
    [false, true],
    [
      [say(T.pointsIssued), figure(s.figures.points_issued)],
      [say(T.pointsRedeemed), figure(-s.figures.points_redeemed)],
      [say(T.pointsExpired), figure(-s.figures.points_expired)],
      [say(T.outstanding), figure(s.figures.points_outstanding)],
    ],
  ],
};

export function behind(of: string, title: string, shown: Snapshot): Source {
  const name = of === 'participations' ? 'rules' : of;
  const make = TABLES[name] ?? TABLES.groups!;
  const [columns, numbers, rows] = make(shown);
  return table(title, columns, numbers, rows);
}
