import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const OFFICES = ['oversight', 'town'] as const;

export const pages: readonly Page[] = [
  { path: '/oversight', title: texts.title, nav: texts.title, order: 60, roles: OFFICES, page: () => import('./ListPage.vue') },
  { path: '/oversight/signals/:signal', title: texts.title, roles: OFFICES, page: () => import('./SignalPage.vue') },
  { path: '/oversight/checks/:record', title: texts.title, roles: OFFICES, page: () => import('./CheckPage.vue') },
];
