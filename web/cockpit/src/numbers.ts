/* numbers.ts - figures and days as the big screen writes them: a comma by thousands, as it is read
 * from afar, where the other faces begin at ten thousand. */
import { dayNumber } from '@sanbao/shared/words.ts';
import type { Lang } from '@sanbao/shared/texts.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DIGITS = '零一二三四五六七八九十';

export function figure(value: number): string {
  const text = String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 ? '−' + text : text;
}

export function plus(value: number): string {
  return value > 0 ? '+' + figure(value) : figure(value);
}

/* Whole yuan, rounded. */
export function yuanWhole(fen: number): string {
  return figure(Math.round(fen / 100));
}

/* 28,630 beside a chart: "2.86 万"; in English "28.6k". */
export function brief(value: number, lang: Lang): string {
  if (Math.abs(value) < 10000) return figure(value);
  return lang === 'zh' ? (value / 10000).toFixed(2) + ' 万' : (value / 1000).toFixed(1) + 'k';
}

export function percent(permille: number, decimals = 0): string {
  return (permille / 10).toFixed(decimals) + '%';
}

export function dayShort(day: string, lang: Lang): string {
  const [, month, date] = day.split('-').map(Number) as [number, number, number];
  return lang === 'zh' ? `${month} 月 ${date} 日` : `${date} ${MONTHS[month - 1]}`;
}

export function dayLong(day: string, lang: Lang): string {
  const year = day.slice(0, 4);
  return lang === 'zh' ? `${year} 年 ${dayShort(day, lang)}` : `${dayShort(day, lang)} ${year}`;
}

/* "8 月", and the year in place of January. */
export function monthShort(day: string, lang: Lang): string {
  const [year, month] = day.split('-').map(Number) as [number, number];
  if (month === 1) return lang === 'zh' ? `${year} 年` : String(year);
  return lang === 'zh' ? `${month} 月` : MONTHS[month - 1]!;
}

export function monthAlone(day: string, lang: Lang): string {
  const month = Number(day.slice(5, 7));
  return lang === 'zh' ? `${month} 月` : MONTHS[month - 1]!;
}

export function dayAdd(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * 86400000).toISOString().slice(0, 10);
}

/* A villager group: "3" is 三组, whatever is not a number stays as it is called. */
export function groupName(group: string, lang: Lang): string {
  const number = Number(group);
  if (!Number.isInteger(number) || number < 1) return group;
  if (lang === 'en') return `Group ${number}`;
  return (number <= 10 ? DIGITS[number]! : String(number)) + '组';
}

export function countWord(count: number, lang: Lang): string {
  return lang === 'zh' && count <= 10 ? (count === 2 ? '两' : DIGITS[count]!) : String(count);
}
