import { describe, expect, it } from 'vitest';
import * as words from './words';

describe('a number', () => {
  it.each([
    [0, '0'],
    [1780, '1780'],
    [9999, '9999'],
    [10000, '10,000'],
    [1234567, '1,234,567'],
    [-50, '−50'],
    [-12345, '−12,345'],
  ])('%d is written %s', (value, text) => expect(words.number(value)).toBe(text));
});

describe('money in fen', () => {
  it.each([
    [100, '1'],
    [23450, '234.50'],
    [5, '0.05'],
    [-6028100, '−60,281'],
  ])('%d is %s yuan', (fen, text) => expect(words.yuan(fen)).toBe(text));
});

describe('a day', () => {
  it.each([
    ['2021-12-17', '今天', 'today'],
    ['2021-12-18', '明天', 'tomorrow'],
    ['2021-12-16', '昨天', 'yesterday'],
    ['2021-12-03', '12 月 3 日', '3 Dec'],
    ['2022-01-01', '2022 年 1 月 1 日', '1 Jan 2022'],
  ])('%s, seen on 17 December 2021, is %s', (day, zh, en) => {
    expect(words.dayWords(day, '2021-12-17', 'zh')).toBe(zh);
    expect(words.dayWords(day, '2021-12-17', 'en')).toBe(en);
  });
  it('17 December 2021 was a Friday', () => expect(words.weekday('2021-12-17', 'zh')).toBe('星期五'));
  it('the first day of the epoch was a Thursday', () =>
    expect(words.weekday('1970-01-01', 'en')).toBe('Thursday'));
});

describe('what else is put in words', () => {
  it('two-character names are masked like all others', () => expect(words.masked('何红')).toBe('何*'));
  it('a rare family name beyond the basic plane stays whole', () => expect(words.masked('𠮷三三')).toBe('𠮷*'));
  it('the clock has no leading zero', () => expect(words.clock('2021-12-17T08:05:00+08:00')).toBe('8:05'));
  it('midnight keeps its hour', () => expect(words.clock('2021-12-17T00:05:00+08:00')).toBe('0:05'));
  it('hours and minutes stand apart', () => expect(words.minutesWords(150, 'zh')).toBe('2 小时 30 分'));
  it('no minutes are said as such', () => expect(words.minutesWords(0, 'en')).toBe('0 min'));
});
