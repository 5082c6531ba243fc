/* rooms.ts - a room says in its routes.ts where its pages stand, what the navigation calls it and
 * who works there; the frame collects them. */
import type { Pair } from '@sanbao/shared/texts.ts';
import type { Component } from 'vue';
import { reactive } from 'vue';
import { isAny } from './state';
import type { Role } from './texts';

export interface Page {
  path: string;
  title: Pair; // of the browser's tab
  page: () => Promise<{ default: Component }>;
  roles: readonly Role[] | 'all';
  nav?: Pair; // absent: it is reached from another page
  order?: number; // place in the navigation
  bare?: true; // a screen for a phone, without the frame
  anyone?: true; // also for who holds no office
}

const files = import.meta.glob<{ pages: readonly Page[] }>('../rooms/*/routes.ts', { eager: true });

export const pages: readonly Page[] = Object.values(files)
  .flatMap((file) => file.pages)
  .sort((a, b) => (a.order ?? 99) - (b.order ?? 99));

/* What waits in a room, drawn beside its name. */
export const waiting = reactive<Record<string, number>>({});

export function mayEnter(page: Page): boolean {
  return page.roles === 'all' || isAny(page.roles);
}

export function pageAt(path: string): Page | undefined {
  return pages.find((page) => page.path === path);
}
