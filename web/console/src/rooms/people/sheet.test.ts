import { expect, it } from 'vitest';
import { cellText } from './sheet';

const rows: [string, unknown, string][] = [
  ['an empty cell is empty', null, ''],
  ['a number stands as it is written', 13800000000, '13800000000'],
  ['a day of Excel is that day', new Date('1950-03-04T00:00:00Z'), '1950-03-04'],
  ['a formula is its result', { formula: 'A1', result: 7 }, '7'],
  ['a link is its text', { text: ' R1 ', hyperlink: 'x' }, 'R1'],
  ['bold parts are joined', { richText: [{ text: 'a' }, { text: 'b' }] }, 'ab'],
];
it.each(rows)('%s', (_, value, text) => expect(cellText(value)).toBe(text));
