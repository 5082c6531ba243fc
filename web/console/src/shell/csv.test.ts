import { describe, expect, it } from 'vitest';
import { csvCell, csvText } from './csv';

describe('a cell of a CSV file', () => {
  const rows = [
    ['plain words stay', '东大路', '东大路'],
    ['a comma is quoted', 'a,b', '"a,b"'],
    ['a quote is doubled', 'a"b', '"a""b"'],
    ['a line break is kept inside quotes', 'a\nb', '"a\nb"'],
    ['a formula is made text', '=1+1', "'=1+1"],
    ['so is one behind an at sign', '@SUM(A1)', "'@SUM(A1)"],
    ['a number below zero stays a number', '-5', '-5'],
    ['a dash before words does not', '-cmd', "'-cmd"],
  ] as const;
  it.each(rows)('%s', (_, given, wanted) => {
    expect(csvCell(given)).toBe(wanted);
  });
  it('begins with the mark that spreadsheets read as UTF-8', () => {
    expect(csvText([['a', 'b']])).toBe('\ufeffa,b\r\n');
  });
});
