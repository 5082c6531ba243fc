/* deltas.ts - how a change moves what is shown. A delta carries figures and rows that changed, whole
 * and each by its key, so that who takes one twice has it right; and keys of rows that are gone.
 * Lists keep their bounds: the page holds as much after ten thousand deltas as after one. Rows that
 * did not change stay the very objects they were, and what shows them has nothing to do. */
import type { Happening, Snapshot } from './snapshot';

type ListName =
  'months' | 'weeks' | 'rules' | 'groups' | 'latest' | 'held' | 'scenes' | 'objections' | 'next';
type Row = Record<string, unknown>;

export interface Delta {
  records: number; // of the log, that were counted
  on?: string; // the village's day, where it turned
  figures?: Partial<Snapshot['figures']>;
  set?: { [K in ListName]?: Snapshot[K] };
  gone?: { [K in ListName]?: string[] };
}

export type Outcome = { kind: 'applied'; snapshot: Snapshot } | { kind: 'known' } | { kind: 'gap' };

/* What names a row, in which order rows stand, and how many there may be. */
const LISTS: Record<ListName, { key: string; order?: string; most: number; newest?: true }> = {
  months: { key: 'month', order: 'month', most: 16 },
  weeks: { key: 'from', order: 'from', most: 1040 },
  rules: { key: 'code', most: 200 },
  groups: { key: 'group', order: 'group', most: 64 },
  latest: { key: 'record', order: 'record', most: 8, newest: true },
  held: { key: 'module', most: 32 },
  scenes: { key: 'scene', most: 32 },
  objections: { key: 'record', order: 'since', most: 64 },
  next: { key: 'activity', order: 'starts_at', most: 16 },
};

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function merge(rows: Row[], set: Row[], gone: string[], name: ListName): Row[] {
  const { key, order, most, newest } = LISTS[name];
  const told = new Map(set.map((row) => [String(row[key]), row]));
  const away = new Set(gone);
  const next = rows
    .filter((row) => !away.has(String(row[key])))
    .map((row) => {
      const now = told.get(String(row[key])) ?? row;
      told.delete(String(row[key]));
      return now;
    });
  const added = told.size > 0;
  next.push(...told.values());
  if (added && order !== undefined) {
    next.sort((a, b) => compare(a[order], b[order]) * (newest ? -1 : 1));
  }
  if (next.length <= most) return next;
  return newest || name === 'next' ? next.slice(0, most) : next.slice(next.length - most);
}

export function apply(before: Snapshot, delta: Delta): Outcome {
  if (!(delta.records >= 0) || (delta.on !== undefined && delta.on !== before.on)) return { kind: 'gap' };
  if (delta.records < before.records) return { kind: 'known' };
  const snapshot = { ...before, records: delta.records };
  if (delta.figures !== undefined) snapshot.figures = { ...before.figures, ...delta.figures };
  const named = new Set([...Object.keys(delta.set ?? {}), ...Object.keys(delta.gone ?? {})]);
  for (const name of named) {
    if (!(name in LISTS)) return { kind: 'gap' }; // told by a newer program than this page
    const list = name as ListName;
    const rows = (before[list] ?? []) as unknown as Row[];
    const set = (delta.set?.[list] ?? []) as unknown as Row[];
    (snapshot as unknown as Record<string, Row[]>)[list] = merge(rows, set, delta.gone?.[list] ?? [], list);
  }
  return { kind: 'applied', snapshot };
}

/* What came together: the newest, and those at the same activity within a minute of it. */
export function together(latest: Happening[]): Happening[] {
  const newest = latest[0];
  if (newest === undefined || newest.at === null || newest.activity === null) return latest.slice(0, 1);
  const end = Date.parse(newest.at);
  return latest.filter(
    (row) =>
      row.activity === newest.activity &&
      row.at !== null &&
      end - Date.parse(row.at) <= 60_000,
  );
}
