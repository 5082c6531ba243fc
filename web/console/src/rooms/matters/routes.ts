import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const OFFICES = ['social_worker', 'cadre', 'town', 'admin'] as const;

export const pages: readonly Page[] = [
  { path: '/matters', title: texts.title, nav: texts.title, order: 50, roles: OFFICES, page: () => import('./ListPage.vue') },
  { path: '/matters/new', title: texts.propose, roles: OFFICES, page: () => import('./ProposePage.vue') },
  { path: '/matters/:matter', title: texts.title, roles: OFFICES, page: () => import('./MatterPage.vue') },
];
