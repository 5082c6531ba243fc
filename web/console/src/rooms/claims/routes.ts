import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const OFFICES = ['reviewer', 'social_worker', 'cadre', 'oversight', 'town'] as const;

export const pages: readonly Page[] = [
  { path: '/claims', title: texts.title, nav: texts.title, order: 20, roles: OFFICES, page: () => import('./ListPage.vue') },
  { path: '/claims/new', title: texts.fileHead, roles: ['social_worker'], page: () => import('./FilePage.vue') },
  { path: '/claims/:claim', title: texts.title, roles: OFFICES, page: () => import('./ClaimPage.vue') },
];
