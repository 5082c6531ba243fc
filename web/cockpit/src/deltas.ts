/* deltas.ts - how a change moves what is shown. A delta tells from which count of records it goes
 * on, and carries only rows that changed, each by its key; lists keep their bounds, so that the page
 * holds as much after ten thousand of them as after one. Rows that did not change stay the very
 * objects they were: what shows them has nothing to do. */
import type { Happening, Snapshot } from './snapshot';

type Lists = Pick<Snapshot, 'months' | 'weeks' | 'rules' | 'groups' | 'held' | 'scenes'>;

export interface Delta extends Partial<Lists> {
  from: number; // records before it
  records: number; // and after
  on: string;
  figures?: Partial<Snapshot['figures']>;
  latest?: Happening[]; // newest first
}

export type Outcome = { kind: 'applied'; snapshot: Snapshot } | { kind: 'known' } | { kind: 'gap' };

const LATEST = 8;
const BOUNDS: { [K in keyof Lists]: { key: (row: Lists[K][number]) => string; most: number } } = {
  months: { key: (row) => row.month, most: 16 },
  weeks: { key: (row) => row.from, most: 1040 },
  rules: { key: (row) => row.code, most: 200 },
  groups: { key: (row) => row.group, most: 64 },
  held: { key: (row) => row.module, most: 32 },
  scenes: { key: (row) => row.scene, most: 32 },
};

/* Rows by key: those told replace theirs in place, new ones go to the end, the oldest leave. */
function merge<R>(rows: R[], told: R[], key: (row: R) => string, most: number): R[] {
  const left = new Map(told.map((row) => [key(row), row]));
  const next = rows.map((row) => {
    const changed = left.get(key(row));
    left.delete(key(row));
    return changed ?? row;
  });
  next.push(...left.values());
  return next.length > most ? next.slice(next.length - most) : next;
}

function mergeOf<K extends keyof Lists>(snapshot: Snapshot, delta: Delta, name: K): void {
  const told = delta[name] as Lists[K][number][] | undefined;
  if (told === undefined) return;
  const { key, most } = BOUNDS[name];
  (snapshot[name] as Lists[K][number][]) = merge(snapshot[name] as Lists[K][number][], told, key, most);
}

export function apply(before: Snapshot, delta: Delta): Outcome {
  if (delta.records <= before.records) return { kind: 'known' };
  if (delta.from > before.records || delta.on !== before.on) return { kind: 'gap' };
  const snapshot: Snapshot = { ...before, records: delta.records };
  if (delta.figures !== undefined) snapshot.figures = { ...before.figures, ...delta.figures };
  for (const name of Object.keys(BOUNDS) as (keyof Lists)[]) mergeOf(snapshot, delta, name);
  if (delta.latest !== undefined) {
    const told = new Set(delta.latest.map((row) => row.record));
    snapshot.latest = [...delta.latest, ...before.latest.filter((row) => !told.has(row.record))]
      .sort((a, b) => b.record - a.record)
      .slice(0, LATEST);
  }
  return { kind: 'applied', snapshot };
}

/* What is new on the page: the newest event, and those that came with it at the same activity (or
 * shop) within a minute. */
export function together(latest: Happening[]): Happening[] {
  const newest = latest[0];
  if (newest === undefined || newest.at === null) return latest.slice(0, 1);
  const end = Date.parse(newest.at);
  return latest.filter(
    (row) =>
      row.kind === newest.kind &&
      row.activity === newest.activity &&
      row.where === newest.where &&
      row.at !== null &&
      end - Date.parse(row.at) <= 60_000,
  );
}
