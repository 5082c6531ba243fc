/* words.ts - numbers, days, times and names as a villager reads them. Days come from the server as
 * "2021-12-17", instants as "2021-12-17T08:30:00+08:00"; both are read in the village's own time,
 * never in the browser's. */
import type { Lang } from './texts';

const MINUS = '−';
const WEEKDAYS = {
  zh: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/* 1780, 12,345: no comma below ten thousand; a true minus sign. */
export function number(value: number): string {
  const digits = String(Math.abs(value));
  const text = digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 ? MINUS + text : text;
}

export function signed(value: number): string {
  return value > 0 ? '+' + number(value) : number(value);
}

/* Fen as yuan: 23450 -> "234.50"; whole yuan without decimals. */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  const text = number(whole) + (rest === 0 ? '' : '.' + String(rest).padStart(2, '0'));
  return fen < 0 ? MINUS + text : text;
}

/* Days since 1970-01-01 of a civil day; NaN where it is not one. */
export function dayNumber(day: string): number {
  return Date.parse(day.slice(0, 10) + 'T00:00:00Z') / 86400000;
}

/* "今天", "明天", "昨天", else "12 月 17 日"; with the year where it is another one. */
export function dayWords(day: string, today: string, lang: Lang): string {
  const apart = dayNumber(day) - dayNumber(today);
  if (apart === 0) return lang === 'zh' ? '今天' : 'today';
  if (apart === 1) return lang === 'zh' ? '明天' : 'tomorrow';
  if (apart === -1) return lang === 'zh' ? '昨天' : 'yesterday';
  const [year, month, date] = day.slice(0, 10).split('-').map(Number) as [number, number, number];
  const other = year !== Number(today.slice(0, 4));
  if (lang === 'zh') return (other ? `${year} 年 ` : '') + `${month} 月 ${date} 日`;
  return `${date} ${MONTHS[month - 1]}` + (other ? ` ${year}` : '');
}

export function weekday(day: string, lang: Lang): string {
  return WEEKDAYS[lang][((dayNumber(day) % 7) + 11) % 7]!;
}

/* "8:00" of an instant, as the clock on the village's wall showed it. */
export function clock(instant: string): string {
  return instant.slice(11, 16).replace(/^0(?=\d)/, '');
}

/* A name as strangers may see it: the family name and one star, whatever the length. */
export function masked(name: string): string {
  const first = Array.from(name)[0];
  return first === undefined ? '' : first + '*';
}

/* "2 小时 30 分", never with 半: it reads two ways. */
export function minutesWords(minutes: number, lang: Lang): string {
  const hours = Math.trunc(minutes / 60);
  const rest = minutes % 60;
  if (lang === 'zh') return [hours && `${hours} 小时`, rest && `${rest} 分`].filter(Boolean).join(' ') || '0 分';
  return [hours && `${hours} h`, rest && `${rest} min`].filter(Boolean).join(' ') || '0 min';
}
