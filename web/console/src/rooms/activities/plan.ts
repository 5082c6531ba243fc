/* plan.ts - an activity as it is written down, and as the service takes it. */
import { state } from '../../shell/state';

export interface Plan {
  rule: string;
  title: string;
  place: string;
  note: string;
  day: string;
  from: string;
  to: string;
  until: string; // "2021-12-17T18:00" as the field gives it; empty: until it starts
  capacity: number;
  leader?: string;
}

/* The village's clock: instants of the service carry it, and the sample's are as China's. */
export function zoneOf(instant: string): string {
  return /([+-]\d\d:\d\d)$/.exec(instant)?.[1] ?? '+08:00';
}

export function emptyPlan(): Plan {
  return { rule: '', title: '', place: '', note: '', day: state.today, from: '08:00', to: '10:00', until: '', capacity: 0 };
}

export function planFrom(activity: {
  rule: string; title: string; place: string; note: string;
  starts_at: string; ends_at: string; signup_until: string; capacity: number;
}): Plan {
  const { rule, title, place, note, capacity } = activity;
  return {
    rule, title, place, note, capacity,
    day: activity.starts_at.slice(0, 10),
    from: activity.starts_at.slice(11, 16),
    to: activity.ends_at.slice(11, 16),
    until: activity.signup_until === activity.starts_at ? '' : activity.signup_until.slice(0, 16),
  };
}

export function bodyOf(plan: Plan, zone: string) {
  return {
    rule: plan.rule,
    title: plan.title.trim(),
    place: plan.place.trim(),
    note: plan.note.trim(),
    starts_at: `${plan.day}T${plan.from}:00${zone}`,
    ends_at: `${plan.day}T${plan.to}:00${zone}`,
    capacity: Number(plan.capacity) || 0,
    ...(plan.until === '' ? {} : { signup_until: `${plan.until}:00${zone}` }),
    ...(plan.leader === undefined ? {} : { leader: plan.leader }),
  };
}
