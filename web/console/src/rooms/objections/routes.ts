import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const OFFICES = ['reviewer', 'oversight', 'town', 'social_worker', 'cadre'] as const;

export const pages: readonly Page[] = [
  { path: '/objections', title: texts.title, nav: texts.title, order: 30, roles: OFFICES, page: () => import('./ListPage.vue') },
];
