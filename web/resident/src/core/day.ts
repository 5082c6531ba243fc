/* day.ts - today, in the village's own time (all villages keep the same), and what hangs on it. */

const EAST_MS = 8 * 3600 * 1000;

export function today(now = Date.now()): string {
  return new Date(now + EAST_MS).toISOString().slice(0, 10);
}

/* An instant of the phone's clock, as the service writes instants. */
export function instant(now = Date.now()): string {
  return new Date(now + EAST_MS).toISOString().slice(0, 19) + '+08:00';
}

export type Part = 'morning' | 'noon' | 'afternoon' | 'evening';

export function partOfDay(now = Date.now()): Part {
  const hour = Number(instant(now).slice(11, 13));
  if (hour < 11) return 'morning';
  if (hour < 13) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
}
