import { describe, expect, it } from 'vitest';
import { due, emptyQueue, flush, note, read, swept, tried, undo, unsent, type Answer, type Item, type Port, type Queue } from './queue';

type Body = { group: string; what: string };
const one = (what: string, group = 'a'): Body => ({ group, what });
const group = (body: Body) => body.group;
const NOON = 1_700_000_000_000;

/* A village that takes each number once, and answers the same again. */
class Village {
  taken = new Map<number, string>();
  refuses = new Set<string>();
  answer(items: Item<Body>[]): Answer[] {
    return items.map(({ number, body }) => {
      if (this.refuses.has(body.what)) return { number, why: 'no' };
      const known = this.taken.get(number);
      if (known !== undefined && known !== body.what) return { number, why: 'changed' };
      this.taken.set(number, body.what);
      return { number };
    });
  }
}

/* A phone that goes out at a given step: before it, or after it was done. */
class Phone implements Port<Body> {
  kept: Queue<Body> = emptyQueue();
  steps = 0;
  out: { step: number; done: boolean } | undefined;
  constructor(readonly village: Village) {}
  private async step<T>(act: () => T): Promise<T> {
    this.steps += 1;
    const ends = this.out?.step === this.steps;
    if (ends && !this.out!.done) throw new Error('out');
    const result = act();
    if (ends) throw new Error('out');
    return result;
  }
  update(change: (queue: Queue<Body>) => Queue<Body>) {
    return this.step(() => (this.kept = change(this.kept)));
  }
  send(items: Item<Body>[]) {
    return this.step(() => this.village.answer(items));
  }
}

function filled(village: Village, ...bodies: Body[]): Phone {
  const phone = new Phone(village);
  for (const body of bodies) phone.kept = note(phone.kept, body, NOON);
  return phone;
}

describe('a queue', () => {
  const steps = [1, 2, 3, 4, 5, 6, 7].flatMap((step) => [
    { step, done: false },
    { step, done: true },
  ]);
  it.each(steps)('counts each item once when the phone goes out at step $step, done: $done', async (out) => {
    const village = new Village();
    const phone = filled(village, one('x'), one('y'), one('z', 'b'));
    phone.out = out;
    let ended = false;
    await flush(phone, group, NOON + 20000).catch(() => (ended = true));
    expect(ended).toBe(true); // the sweep, and three steps for each of two groups
    phone.out = undefined;
    const after = await flush(phone, group, NOON + 30000);
    expect(unsent(after)).toEqual([]);
    expect([...village.taken.values()].sort()).toEqual(['x', 'y', 'z']);
    expect(after.items.every((item) => item.state === 'sent')).toBe(true);
  });

  it('sent twice is taken once', async () => {
    const village = new Village();
    const phone = filled(village, one('x'));
    const before = tried(phone.kept, new Set([1]));
    await flush(phone, group, NOON + 20000);
    phone.kept = before; // as if the answer had never been kept
    await flush(phone, group, NOON + 40000);
    expect(village.taken.size).toBe(1);
    expect(phone.kept.items[0]!.state).toBe('sent');
  });

  it('shows why the village refused an item, takes the others, and lets go once read', async () => {
    const village = new Village();
    village.refuses.add('x');
    const phone = filled(village, one('x'), one('y'));
    await flush(phone, group, NOON + 20000);
    expect(phone.kept.items.map(({ state, why }) => [state, why])).toEqual([['refused', 'no'], ['sent', undefined]]);
    expect(unsent(phone.kept)).toEqual([]);
    expect(read(phone.kept, 1).items.map((item) => item.number)).toEqual([2]);
    expect(read(phone.kept, 2).items).toHaveLength(2);
  });

  const times = [
    ['rests for ten seconds', 9999, 0],
    ['is due after ten seconds', 10000, 1],
    ['is due when the clock was set back', -3600000, 1],
    ['is due when the clock was set forward', 86400000, 1],
  ] as const;
  it.each(times)('%s', (_, later, count) => {
    expect(due(note(emptyQueue<Body>(), one('x'), NOON), NOON + later)).toHaveLength(count);
  });

  it('gives no number twice, also after an undo', () => {
    let queue = note(emptyQueue<Body>(), one('x'), NOON);
    queue = note(undo(queue, 1), one('y'), NOON);
    expect(queue.items.map((item) => item.number)).toEqual([2]);
  });

  it('undoes nothing that was tried', () => {
    const queue = tried(note(emptyQueue<Body>(), one('x'), NOON), new Set([1]));
    expect(undo(queue, 1).items).toHaveLength(1);
    expect(due(queue, NOON)).toHaveLength(1);
  });

  it('sends nothing that is undone while it waits', async () => {
    const village = new Village();
    const phone = filled(village, one('x'));
    phone.kept = undo(phone.kept, 1);
    await flush(phone, group, NOON + 20000);
    expect(village.taken.size).toBe(0);
  });

  it('drops what was taken a day ago, never what was not', () => {
    const late = NOON + 25 * 3600000;
    const queue = note(note(emptyQueue<Body>(), one('x'), NOON), one('y'), NOON);
    queue.items[0]!.state = 'sent';
    expect(swept(queue, late).items.map((item) => item.body.what)).toEqual(['y']);
  });
});
