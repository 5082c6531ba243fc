import { describe, expect, it } from 'vitest';
import { emptyQueue, note, type ItemState } from '../../field/queue';
import { holdFor, leftOf, type Hold, type Sale } from './sales';

const NOW = Date.parse('2021-12-17T08:00:00+08:00');
const hold = (id: number, points: number, ends = '2021-12-18T08:00:00+08:00'): Hold => ({ hold: id, name: '', points, ends_at: ends });
const sale = (id: number, points: number): Sale => ({ kind: 'hold', hold: id, name: '', what: '', goods: 'G', quantity: 1, points });

describe('what is left of a hold', () => {
  const rows: [string, ItemState, number][] = [
    ['is less by what waits to be sent', 'held', 60],
    ['is less by what may have arrived', 'tried', 60],
    ['is what the village says once it took the sale', 'sent', 100],
    ['is whole again where the village refused', 'refused', 100],
  ];
  it.each(rows)('%s', (_, state, left) => {
    const queue = note(emptyQueue<Sale>(), sale(7, 40), NOW);
    queue.items[0]!.state = state;
    expect(leftOf(hold(7, 100), queue, NOW)).toBe(left);
  });
  it('is nothing once it has ended', () => {
    expect(leftOf(hold(7, 100, '2021-12-17T08:00:00+08:00'), emptyQueue(), NOW)).toBe(0);
  });
  it('is not touched by sales from another', () => {
    expect(leftOf(hold(7, 100), note(emptyQueue<Sale>(), sale(8, 40), NOW), NOW)).toBe(100);
  });
});

describe('a sale is paid', () => {
  it('from the hold that ends first', () => {
    const holds = [hold(1, 100, '2021-12-20T08:00:00+08:00'), hold(2, 100)];
    expect(holdFor(holds, 50, emptyQueue(), NOW)?.hold).toBe(2);
  });
  it('from one with enough', () => {
    const holds = [hold(1, 100, '2021-12-20T08:00:00+08:00'), hold(2, 40)];
    expect(holdFor(holds, 50, emptyQueue(), NOW)?.hold).toBe(1);
  });
  it('from none where none has enough', () => {
    expect(holdFor([hold(1, 49)], 50, emptyQueue(), NOW)).toBeUndefined();
  });
});
