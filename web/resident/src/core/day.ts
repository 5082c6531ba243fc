/* day.ts - today as the village has it, and what hangs on it. A village that is being tried out may
 * stand at another day than the phone: then the service's day counts, and no hour is known. */
import { ref } from 'vue';
import { dayNumber } from '../generated/words';

const STORED = 'sanbao.apart';
const EAST_MS = 8 * 3600 * 1000; // all villages keep the same time
const DAY_MS = 86400000;

const daysApart = ref<number>(Number(uni.getStorageSync(STORED)) || 0);

function eastern(now: number): string {
  return new Date(now + EAST_MS).toISOString();
}

/* What the service says of today. */
export function setToday(day: string): void {
  const apart = dayNumber(day) - dayNumber(eastern(Date.now()));
  daysApart.value = Math.abs(apart) > 1 ? apart : 0; // about midnight the two may differ by one
  uni.setStorageSync(STORED, daysApart.value);
}

export function today(): string {
  return eastern(Date.now() + daysApart.value * DAY_MS).slice(0, 10);
}

/* An instant of the phone's clock, as the service writes instants. */
export function instant(now = Date.now()): string {
  return eastern(now).slice(0, 19) + '+08:00';
}

export function isPast(when: string): boolean {
  return daysApart.value === 0 ? when < instant() : when.slice(0, 10) < today();
}

export type Part = 'morning' | 'noon' | 'afternoon' | 'evening';

export function partOfDay(now = Date.now()): Part {
  const hour = Number(eastern(now).slice(11, 13));
  if (hour < 11) return 'morning';
  if (hour < 13) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
}
