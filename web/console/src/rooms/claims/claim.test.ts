import { describe, expect, it } from 'vitest';
import { actsOf, type Claim } from './claim';

const worker = { person: 'w', name: 'W', roles: ['social_worker'] };
const cadre = { person: 'c', name: 'C', roles: ['cadre'] };

function claim(state: string, more: Partial<Claim> = {}): Claim {
  return { claim: 'x', state, person: 'p', panel: null, steps: [], ...more };
}

describe('what may be done about a claim', () => {
  const looked = [{ what: 'examined', by: 'W' }];
  const seat = (voted: boolean) => ({ members: [{ you: true, voted }] });
  const rows = [
    ['one’s own is for others', claim('filed', { person: 'w' }), worker, []],
    ['a filed one is looked at or turned down', claim('filed'), worker, ['examine', 'turnDown']],
    ['who looked does not approve', claim('examined', { steps: looked }), worker, []],
    ['another does', claim('examined', { steps: [{ what: 'examined', by: 'V' }] }), worker, ['approve', 'turnDown']],
    ['a cadre looks but does not approve', claim('examined', { steps: looked }), cadre, []],
    ['a panel’s is not for who has no seat', claim('panel'), worker, []],
    ['who has a seat votes', claim('panel', { panel: seat(false) }), worker, ['vote']],
    ['and votes once', claim('panel', { panel: seat(true) }), worker, []],
    ['an appeal is the town’s', claim('appealed'), worker, []],
    ['and the town answers it', claim('appealed'), { person: 't', name: 'T', roles: ['town'] }, ['appeal']],
  ] as const;
  it.each(rows)('%s', (_, one, reader, acts) => {
    expect(actsOf(one, reader)).toEqual(acts);
  });
});
