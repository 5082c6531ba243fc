/* stays.ts - which stays need a second look, and what they come to together. */
import { say } from '../../shell/state';
import { texts } from './texts';

export interface Stay {
  stay: string;
  person: string;
  name?: string | null;
  state: 'present' | 'waiting' | 'approved' | 'rejected';
  in_at?: string | null;
  in_way?: string | null;
  out_at?: string | null;
  out_way?: string | null;
  flags: string[];
  minutes: number;
  points: number;
}

const EARLY_MS = 15 * 60000; // less is the time it takes to gather and to leave

const FLAGS = {
  hand: texts.flagHand,
  corrected: texts.flagCorrected,
  no_signup: texts.flagNoSignUp,
  skew: texts.flagSkew,
} as const;

export function leftEarly(stay: Stay, endsAt: string): boolean {
  return stay.out_at != null && Date.parse(endsAt) - Date.parse(stay.out_at) > EARLY_MS;
}

export function cameLate(stay: Stay, startsAt: string): boolean {
  return stay.in_at != null && Date.parse(stay.in_at) - Date.parse(startsAt) > EARLY_MS;
}

/* Why an approver should look; nothing where there is no doubt. */
export function doubts(stay: Stay, startsAt: string, endsAt: string): string[] {
  const why: string[] = [];
  if (stay.state === 'present') return [say(texts.noOut)];
  if (leftEarly(stay, endsAt)) why.push(say(texts.leftEarly));
  if (cameLate(stay, startsAt)) why.push(say(texts.cameLate));
  if (stay.points === 0) why.push(say(texts.noPoints));
  for (const [flag, words] of Object.entries(FLAGS)) {
    if (stay.flags.includes(flag)) why.push(say(words));
  }
  return why;
}

export interface Sorted {
  doubtful: { stay: Stay; why: string }[];
  rest: Stay[];
  open: Stay[]; // neither approved nor turned down nor still there: what an approval takes
  minutes: number;
  points: number;
}

export function sortStays(stays: readonly Stay[], startsAt: string, endsAt: string): Sorted {
  const waits = stays.filter((stay) => stay.state === 'waiting' || stay.state === 'present');
  const judged = waits.map((stay) => ({ stay, why: doubts(stay, startsAt, endsAt).join('，') }));
  const open = waits.filter((stay) => stay.state === 'waiting');
  return {
    doubtful: judged.filter((one) => one.why !== ''),
    rest: judged.filter((one) => one.why === '').map((one) => one.stay),
    open,
    minutes: sum(open, (stay) => stay.minutes),
    points: sum(open, (stay) => stay.points),
  };
}

export function sum(stays: readonly Stay[], of: (stay: Stay) => number): number {
  return stays.reduce((total, stay) => total + of(stay), 0);
}

/* Bars of who was there when, from half an hour before to half an hour after; 0 to 1. */
export function spans(stays: readonly Stay[], startsAt: string, endsAt: string) {
  const from = Date.parse(startsAt) - 1800000;
  const width = Date.parse(endsAt) + 1800000 - from;
  const place = (instant: string) => Math.min(1, Math.max(0, (Date.parse(instant) - from) / width));
  return stays
    .filter((stay) => stay.in_at != null && stay.out_at != null)
    .map((stay) => ({
      stay: stay.stay,
      from: place(stay.in_at!),
      to: place(stay.out_at!),
      early: leftEarly(stay, endsAt),
    }))
    .sort((a, b) => a.to - b.to);
}
