import { describe, expect, it } from 'vitest';
import { readCode } from './code';
import { dayAndWeekday, nearDay } from './days';

describe('a scanned text', () => {
  it('of the leader names village, activity and digits', () =>
    expect(readCode('SANBAO:IN:330109102201:A7-x:004211')).toEqual({
      village: '330109102201',
      activity: 'A7-x',
      digits: '004211',
    }));
  it.each([
    ['a payment code', '482719305512'],
    ['a row on paper', 'SANBAO:ROW:A7:3'],
    ['an address', 'https://example.org/#SANBAO:IN:a:b:123456'],
    ['five digits', 'SANBAO:IN:v:a:12345'],
    ['no activity', 'SANBAO:IN:v::123456'],
    ['nothing', ''],
  ])('that is %s is no check-in code', (_, text) => expect(readCode(text)).toBeUndefined());
});

describe('a day near 10 December 2021, a Friday', () => {
  it.each([
    ['2021-12-10', '今天', 'today'],
    ['2021-12-11', '明天', 'tomorrow'],
    ['2021-12-13', '周一', 'Mon'],
    ['2021-12-16', '周四', 'Thu'],
    ['2021-12-17', '12 月 17 日', '17 Dec'],
    ['2021-12-04', '12 月 4 日', '4 Dec'],
  ])('%s is %s', (day, zh, en) => {
    expect(nearDay(day, '2021-12-10', 'zh')).toBe(zh);
    expect(nearDay(day, '2021-12-10', 'en')).toBe(en);
  });
  it('stands with its weekday where there is room', () =>
    expect(dayAndWeekday('2021-12-11', '2021-12-10', 'zh')).toBe('明天，星期六'));
});
