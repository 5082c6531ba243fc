/* snapshot.ts - what the service tells of a village by the end of a day. */

export interface Figures {
  residents: number;
  registered: number;
  registered_month: number;
  coverage_permille: number;
  activities: number;
  activities_month: number;
  participations: number;
  participations_week: number;
  half_hours: number;
  saving_fen: number;
  points_issued: number;
  points_redeemed: number;
  points_expired: number;
  points_outstanding: number;
  redemptions: number;
  liability_fen: number;
  fund_fen: number | null;
  reserve_permille: number | null;
  runway_weeks: number | null;
  never: number | null;
  never_permille: number | null;
  phone_people: number | null;
  phone_never: number | null;
  card_people: number | null;
  card_never: number | null;
}

export interface Month { month: string; issued: number; redeemed: number; whole: boolean }
export interface Week { from: string; participations: number }
export interface Rule { code: string; name: string | null; participations: number }
export interface Group {
  group: string;
  people: number;
  took_part: number;
  took_part_permille: number;
  participations: number;
}
export interface Happening {
  record: number;
  day: string;
  at: string | null;
  kind: 'award' | 'redeem';
  name: string | null;
  code: string;
  what: string | null;
  activity: string | null;
  where: string | null;
  points: number;
}
export interface Held { module: string; records: number }
export interface Scene { scene: string; domain: string; name: string; value: number; unit: string }

export interface Objection {
  record: number;
  state: 'open' | 'appealed';
  since: string;
  days: number;
  due_on: string;
  late: boolean;
  rule: string;
  name: string | null;
}
export interface Coming {
  activity: string;
  title: string;
  place: string;
  starts_at: string;
  ends_at: string;
  going: number;
  capacity: number; // 0: no limit
}

export interface Snapshot {
  records: number;
  village: string;
  name: string | null;
  on: string;
  first: string;
  live: boolean;
  points_per_yuan: number;
  figures: Figures;
  months: Month[];
  weeks: Week[];
  rules: Rule[];
  groups: Group[];
  latest: Happening[];
  held: Held[];
  scenes: Scene[];
  objections: Objection[];
  next: Coming[];
}
