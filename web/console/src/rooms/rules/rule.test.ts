import { describe, expect, it } from 'vitest';
import { differences, draftBody, emptyDraft } from './rule';

const zh = (pair: readonly [string, string]) => pair[0];
const rule = { ...emptyDraft('2021-12-17'), code: 'ENV-02' };

describe('what a draft changes', () => {
  const rows = [
    ['nothing where nothing differs', {}, []],
    ['points, as numbers', { points: 50 }, ['40>50']],
    ['a choice, in words', { unit: 'time' as const }, ['每小时>每次']],
    ['in the order of the form', { cap_day: 100, unit: 'time' as const }, ['每小时>每次', '0>100']],
    ['not its name', { name_zh: '别的' }, []],
  ] as const;
  it.each(rows)('%s', (_, change, wanted) => {
    const found = differences(rule, { ...rule, ...change }, zh);
    expect(found.map((one) => `${one.before}>${one.after}`)).toEqual(wanted);
  });
});

describe('what is sent of a draft', () => {
  it('leaves out what the service made itself', () => {
    expect(draftBody({ ...rule, words_zh: '每小时 40 分' } as never)).not.toHaveProperty('words_zh');
  });
  it('makes numbers of what a field gives as text', () => {
    expect(draftBody({ ...rule, points: '45' as never }).points).toBe(45);
  });
});
