/* rule.ts - a rule as it is drafted, and what two of them differ in. */
import type { Pair } from '@sanbao/shared/texts.ts';
import { approvers, evidences, scopes, texts, units } from './texts';

export interface Rule {
  code: string;
  unit: keyof typeof units;
  points: number;
  cap_day: number;
  cap_month: number;
  cap_quarter: number;
  cap_year: number;
  cap_total: number;
  cap_scope: keyof typeof scopes;
  evidence: keyof typeof evidences;
  approver: keyof typeof approvers;
  saving_fen_per_hour: number;
  notice_days: number;
  valid_from: string;
}

export interface Draft extends Rule {
  name_zh: string;
  name_en: string;
  category: string;
}

type Key = Exclude<keyof Rule, 'code'>;

const WORDS: Partial<Record<Key, Record<string, Pair>>> = {
  unit: units,
  cap_scope: scopes,
  evidence: evidences,
  approver: approvers,
};

export const FIELDS: readonly (readonly [Key, Pair])[] = [
  ['unit', texts.unit],
  ['points', texts.points],
  ['cap_day', texts.capDay],
  ['cap_month', texts.capMonth],
  ['cap_quarter', texts.capQuarter],
  ['cap_year', texts.capYear],
  ['cap_total', texts.capTotal],
  ['cap_scope', texts.scope],
  ['evidence', texts.evidence],
  ['approver', texts.approver],
  ['saving_fen_per_hour', texts.saving],
  ['notice_days', texts.notice],
  ['valid_from', texts.from],
];

export const NUMBERS = FIELDS.filter(([key]) => /^(points|cap_(?!scope)|saving|notice)/.test(key));
export const CHOICES = FIELDS.filter(([key]) => key in WORDS);

export function wordsOf(key: Key): Record<string, Pair> {
  return WORDS[key] ?? {};
}

function shown(rule: Rule, key: Key, say: (pair: Pair) => string): string {
  const words = WORDS[key]?.[String(rule[key])];
  return words === undefined ? String(rule[key]) : say(words);
}

export interface Difference {
  field: Pair;
  before: string;
  after: string;
}

/* Field by field, in the order of the form; the same in both is left out. */
export function differences(before: Rule, after: Rule, say: (pair: Pair) => string): Difference[] {
  return FIELDS.filter(([key]) => before[key] !== after[key]).map(([key, field]) => ({
    field,
    before: shown(before, key, say),
    after: shown(after, key, say),
  }));
}

export function emptyDraft(today: string): Draft {
  return {
    code: '', unit: 'hour', points: 40, cap_day: 0, cap_month: 0, cap_quarter: 0, cap_year: 0, cap_total: 0,
    cap_scope: 'resident', evidence: 'checkin_photo', approver: 'activity_leader', saving_fen_per_hour: 0,
    notice_days: 0, valid_from: today.slice(0, 10), name_zh: '', name_en: '', category: '',
  };
}

/* What the service takes: numbers as numbers, and nothing that it made itself. */
export function draftBody(draft: Draft): Draft {
  const body = { ...emptyDraft(''), ...pick(draft) };
  for (const [key] of NUMBERS) Object.assign(body, { [key]: Number(body[key]) || 0 });
  return body;
}

function pick(draft: Draft): Partial<Draft> {
  const keys = Object.keys(emptyDraft('')) as (keyof Draft)[];
  return Object.fromEntries(keys.filter((key) => draft[key] != null).map((key) => [key, draft[key]]));
}
