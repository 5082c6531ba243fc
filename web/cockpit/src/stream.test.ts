import { describe, expect, it } from 'vitest';
import { eventParser, type Told } from './stream';

function heard(...parts: string[]): Told[] {
  const list: Told[] = [];
  const take = eventParser((told) => list.push(told));
  parts.forEach(take);
  return list;
}

describe('the stream', () => {
  it.each<[string, string[], Told[]]>([
    ['gives an event with its kind', ['id: 7\nevent: cockpit\ndata: {}\n\n'], [{ kind: 'cockpit', data: '{}' }]],
    ['waits for the rest of an event', ['event: cock', 'pit\ndata: {', '}\n', '\n'], [{ kind: 'cockpit', data: '{}' }]],
    ['gives each of several that come at once', ['event: a\ndata: 1\n\nevent: b\ndata: 2\n\n'], [{ kind: 'a', data: '1' }, { kind: 'b', data: '2' }]],
    ['says nothing of a sign of life', [':\n\n', 'retry: 3000\n\n'], []],
  ])('%s', (_, parts, told) => expect(heard(...parts)).toEqual(told));
});
