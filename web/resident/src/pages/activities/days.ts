/* days.ts - a near day by its name: today, tomorrow, a day of this week; else its date. */
import type { Lang } from '../../generated/texts';
import { dayNumber, dayWords, weekday } from '../../generated/words';

export function nearDay(day: string, today: string, lang: Lang): string {
  const apart = dayNumber(day) - dayNumber(today);
  if (apart < 2 || apart > 6) return dayWords(day, today, lang);
  const name = weekday(day, lang);
  return lang === 'zh' ? name.replace('星期', '周') : name.slice(0, 3);
}

export function dayAndWeekday(day: string, today: string, lang: Lang): string {
  return dayWords(day, today, lang) + (lang === 'zh' ? '，' : ', ') + weekday(day, lang);
}
