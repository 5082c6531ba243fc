import { describe, expect, it } from 'vitest';
import { agrees, byMonth, sumOf, versionOn, type Entry, type Rule, type Version } from './entries';

const entry = (day: string, points: number, capped = false) =>
  ({ record: 1, day, kind: points < 0 ? 'redeem' : 'award', points, balance: 90, capped }) as Entry;
const record = {
  index: 1, day: '2021-12-04', village: 'v', what: 'award', person: 'p', rule: 'R', activity: 'A',
  from: 0, to: 0, proposer: '', approver: '', granted: 80, balance: 90, capped: false,
};
const at = (clock: string) => Date.parse(`2021-12-04T${clock}:00+08:00`) / 1000;
const plan = { starts_at: '2021-12-04T08:00:00+08:00', ends_at: '2021-12-04T11:00:00+08:00' };
const hourly = { unit: 'hour', points: 50, valid_from: '2020-01-01' } as Version;

describe('entries by month', () => {
  const all = [entry('2021-12-04', 125), entry('2021-11-29', -50), entry('2021-11-28', 0, true)];
  it('each month has its sums', () =>
    expect(byMonth(all, 'all').map(({ month, earned, spent }) => [month, earned, spent])).toEqual([
      ['2021-12', 125, 0],
      ['2021-11', 0, 50],
    ]));
  it.each([
    ['earned', [125, 0]],
    ['spent', [-50]],
  ] as const)('only what was %s', (filter, points) =>
    expect(byMonth(all, filter).flatMap((month) => month.entries.map((one) => one.points))).toEqual(points));
});

describe('the sum of an attendance', () => {
  it.each([
    ['before it began is not counted', '07:45', '11:03', 6, 150],
    ['what is less than half an hour is left out', '08:04', '11:03', 5, 125],
    ['under half an hour earns nothing', '08:00', '08:29', 0, 0],
  ])('%s', (_, from, to, halfHours, result) =>
    expect(sumOf({ ...record, from: at(from), to: at(to) }, hourly, plan)).toMatchObject({ halfHours, result }));
  it('shows the clock as it was', () =>
    expect(sumOf({ ...record, from: at('08:04'), to: at('11:03') }, hourly, plan)).toMatchObject({ from: '8:04', to: '11:03' }));
  it('is not made where points are for each time', () =>
    expect(sumOf({ ...record, from: 1, to: 9 }, { ...hourly, unit: 'time' }, plan)).toBeUndefined());
});

describe('what the phone proved and what is shown', () => {
  it.each([
    ['are the same', {}, 80, true],
    ['differ in the points', {}, 90, false],
    ['differ in whose it is', { person: 'q' }, 80, false],
    ['differ in the village', { village: 'w' }, 80, false],
    ['differ in the balance', { balance: 91 }, 80, false],
  ])('%s', (_, change, points, same) =>
    expect(agrees(entry('2021-12-04', points), { ...record, ...change }, 'v', 'p')).toBe(same));
});

describe('the version of a rule', () => {
  const rule = { versions: [{ version: 2, valid_from: '2021-06-01' }, { version: 1, valid_from: '2020-01-01' }] } as Rule;
  it.each([
    ['2021-06-01', 2],
    ['2021-05-31', 1],
    ['2019-01-01', undefined],
  ])('on %s is %s', (day, version) => expect(versionOn(rule, day)?.version).toBe(version));
});
