import { describe, expect, it } from 'vitest';
import { state } from '../../shell/state';
import { doubts, sortStays, spans, type Stay } from './stays';

const STARTS = '2021-12-17T14:00:00+08:00';
const ENDS = '2021-12-17T16:00:00+08:00';
state.lang = 'en';

function stay(more: Partial<Stay> = {}): Stay {
  return {
    stay: 's', person: 'p', name: 'n', state: 'waiting', in_at: STARTS, in_way: 'code', out_at: ENDS,
    out_way: 'code', flags: [], minutes: 120, points: 80, ...more,
  };
}

describe('what an approver should look at twice', () => {
  const rows: readonly [string, Partial<Stay>, string[]][] = [
    ['a whole stay leaves no doubt', {}, []],
    ['fifteen minutes are the time to gather', { in_at: '2021-12-17T14:15:00+08:00' }, []],
    ['who leaves sixteen minutes early is looked at', { out_at: '2021-12-17T15:44:00+08:00' }, ['left early']],
    ['who comes sixteen minutes late is looked at', { in_at: '2021-12-17T14:16:00+08:00' }, ['came late']],
    ['the leader’s word is looked at', { flags: ['hand'] }, ['noted by hand']],
    ['what a device noted off line is not', { flags: ['offline'] }, []],
    ['nothing earned is looked at', { points: 0 }, ['too short for points']],
    ['without a check-out it cannot be approved', { state: 'present', out_at: null }, ['no check-out: cannot be approved']],
  ];
  it.each(rows)('%s', (_, more, why) => {
    expect(doubts(stay(more), STARTS, ENDS)).toEqual(why);
  });
});

describe('stays that wait', () => {
  it('are summed without those still there and those decided', () => {
    const stays = [stay(), stay({ state: 'approved' }), stay({ state: 'present', out_at: null }), stay({ flags: ['hand'] })];
    const sorted = sortStays(stays, STARTS, ENDS);
    expect([sorted.open.length, sorted.points, sorted.minutes]).toEqual([2, 160, 240]);
    expect([sorted.doubtful.length, sorted.rest.length]).toEqual([2, 1]);
  });
});

describe('the bars of who was there', () => {
  it('leave half an hour free on both sides', () => {
    const [bar] = spans([stay()], STARTS, ENDS);
    expect(bar).toMatchObject({ early: false });
    expect(bar?.from).toBeCloseTo(1 / 6);
    expect(bar?.to).toBeCloseTo(5 / 6);
  });
});
