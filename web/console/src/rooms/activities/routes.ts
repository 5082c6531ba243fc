import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const OFFICES = ['social_worker', 'cadre', 'reviewer', 'oversight', 'leader', 'admin', 'town'] as const;
const PLANS = ['social_worker', 'cadre'] as const;

export const pages: readonly Page[] = [
  { path: '/activities', title: texts.title, nav: texts.title, order: 10, roles: OFFICES, page: () => import('./ListPage.vue') },
  { path: '/activities/new', title: texts.planHead, roles: PLANS, page: () => import('./PlanPage.vue') },
  { path: '/activities/:activity', title: texts.title, roles: OFFICES, page: () => import('./ActivityPage.vue') },
];
