import { describe, expect, it } from 'vitest';
import { apply, type Delta, together } from './deltas';
import type { Happening, Snapshot } from './snapshot';

const FIGURES = { registered: 1151, participations: 5971 } as Snapshot['figures'];

function happening(record: number, more: Partial<Happening> = {}): Happening {
  return {
    record, day: '2021-12-17', at: '2021-12-17T18:09:00+08:00', kind: 'award', name: '高*', code: 'ENV-01',
    what: '环境整治', activity: 'A1', where: '南坞', points: 80, ...more,
  };
}

function village(more: Partial<Snapshot> = {}): Snapshot {
  return {
    records: 100, village: '1', name: '佛山村', on: '2021-12-17', first: '2020-08-09', live: true, points_per_yuan: 10,
    figures: FIGURES, months: [], weeks: [{ from: '2021-12-13', participations: 41 }],
    rules: [{ code: 'ENV-01', name: '环境整治', participations: 7 }, { code: 'VOL-01', name: '交通劝导', participations: 3 }],
    groups: [], latest: [happening(99), happening(98)], held: [], scenes: [], objections: [], next: [], ...more,
  };
}

function applied(before: Snapshot, delta: Delta): Snapshot {
  const outcome = apply(before, delta);
  if (outcome.kind !== 'applied') throw new Error(outcome.kind);
  return outcome.snapshot;
}

describe('a change', () => {
  it('moves the figures it names and no others', () =>
    expect(applied(village(), { records: 101, figures: { participations: 5972 } }).figures).toEqual({
      registered: 1151, participations: 5972,
    }));
  it('replaces a row in its place', () =>
    expect(
      applied(village(), { records: 101, set: { rules: [{ code: 'ENV-01', name: '环境整治', participations: 8 }] } })
        .rules.map((rule) => rule.participations),
    ).toEqual([8, 3]));
  it('leaves the other rows the very objects they were', () => {
    const before = village();
    const after = applied(before, { records: 101, set: { rules: [{ ...before.rules[0]!, participations: 8 }] } });
    expect(after.rules[1]).toBe(before.rules[1]);
    expect(after.weeks).toBe(before.weeks);
  });
  it('puts the newest event first', () =>
    expect(applied(village(), { records: 101, set: { latest: [happening(100)] } }).latest.map((row) => row.record))
      .toEqual([100, 99, 98]));
  it('takes away the rows that are gone', () =>
    expect(applied(village(), { records: 101, gone: { latest: ['98'] } }).latest.map((row) => row.record)).toEqual([99]));
  it('taken twice is as taken once', () => {
    const delta: Delta = { records: 101, figures: { participations: 5972 }, set: { latest: [happening(100)] } };
    const once = applied(village(), delta);
    expect(applied(once, delta)).toEqual(once);
  });
  it.each<[string, Delta, string]>([
    ['older than what is shown, is known', { records: 99, figures: { participations: 1 } }, 'known'],
    ['on another day, asks for a new snapshot', { records: 101, on: '2021-12-18' }, 'gap'],
    ['of a list that the page does not know, asks for a new snapshot', { records: 101, set: { fruit: [] } as Delta['set'] }, 'gap'],
    ['that does not say how far it counts, asks for a new snapshot', {} as Delta, 'gap'],
  ])('%s', (_, delta, kind) => expect(apply(village(), delta).kind).toBe(kind));
});

describe('ten thousand changes', () => {
  it('leave the page holding what it held after a hundred', () => {
    let shown = village();
    const sizes: number[] = [];
    for (let i = 1; i <= 10_000; i++) {
      shown = applied(shown, {
        records: 100 + i, figures: { participations: 5971 + i },
        set: {
          latest: [happening(100 + i)],
          next: [{ activity: `N${i}`, title: '河道清洁', place: '佛山溪', starts_at: `2021-12-18T08:00:00+08:00`, ends_at: '', going: 1, capacity: 20 }],
          rules: [{ code: 'ENV-01', name: '环境整治', participations: 7 + i }],
        },
      });
      if (i === 100 || i === 10_000) sizes.push(JSON.stringify(shown).length);
    }
    expect(shown.latest).toHaveLength(8);
    expect(shown.next).toHaveLength(16);
    expect(sizes[1]! / sizes[0]!).toBeLessThan(1.05); // longer numbers, not more rows
  });
});

describe('what came together', () => {
  const at = (time: string) => `2021-12-17T${time}+08:00`;
  it.each<[string, Happening[], number]>([
    ['is those at one activity within a minute', [happening(3), happening(2), happening(1, { at: at('18:08:30') })], 3],
    ['is not what came earlier', [happening(3), happening(2, { at: at('18:05:00') })], 1],
    ['is not what came at another activity', [happening(3), happening(2, { activity: 'A2' })], 1],
    ['is one alone at a shop', [happening(3, { kind: 'redeem', activity: null }), happening(2, { kind: 'redeem', activity: null })], 1],
    ['is nothing where nothing happened', [], 0],
  ])('%s', (_, latest, count) => expect(together(latest)).toHaveLength(count));
});
