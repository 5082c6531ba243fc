/* sheet.ts - the table behind a figure. A source gives pages of rows; the sheet shows one at a time. */
import { shallowRef } from 'vue';

export interface Page { rows: (string | number)[][]; next: string | null }
export interface Source {
  title: string;
  columns: string[];
  numbers: boolean[]; // which columns hold figures: they stand to the right
  page: (after: string | null) => Promise<Page> | Page;
}

export const opened = shallowRef<Source | null>(null);

export function open(source: Source): void {
  opened.value = source;
}

/* A table that is there already. */
export function table(title: string, columns: string[], numbers: boolean[], rows: (string | number)[][]): Source {
  const SIZE = 20;
  return {
    title,
    columns,
    numbers,
    page: (after) => {
      const start = Number(after ?? 0);
      const end = start + SIZE;
      return { rows: rows.slice(start, end), next: end < rows.length ? String(end) : null };
    },
  };
}
