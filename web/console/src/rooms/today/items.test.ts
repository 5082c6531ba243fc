import { describe, expect, it } from 'vitest';
import { grouped, type Item } from './items';

function item(key: string, more: Partial<Item> = {}): Item {
  return { key, kind: 'stays', id: key, head: key, second: '', ...more };
}

describe('the inbox is grouped by what is due', () => {
  const rows: readonly [string, Partial<Item>, string][] = [
    ['a day that is past is overdue', { due: '2021-12-16' }, 'Overdue'],
    ['an instant of today is due today', { due: '2021-12-17T17:30:00+08:00' }, 'Due today'],
    ['the third day from now is soon', { due: '2021-12-20' }, 'Within three days'],
    ['the fourth is not', { due: '2021-12-21' }, 'No hurry'],
    ['what has no day has no hurry', {}, 'No hurry'],
    ['what is for others stays to be seen, whatever is due', { due: '2021-12-16', notYou: 'x' }, 'Not for you'],
  ];
  it.each(rows)('%s', (_, more, head) => {
    expect(grouped([item('a', more)], '2021-12-17').map((group) => group.head[1])).toEqual([head]);
  });

  it('puts what is due first before the rest of its group', () => {
    const [group] = grouped([item('b', { due: '2021-12-20' }), item('a', { due: '2021-12-18' })], '2021-12-17');
    expect(group?.items.map((one) => one.key)).toEqual(['a', 'b']);
  });
});
