import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const OFFICES = ['social_worker', 'cadre', 'town', 'accountant', 'oversight', 'reviewer', 'auditor', 'admin', 'leader'] as const;
const DRAFTS = ['social_worker', 'cadre', 'town'] as const;

export const pages: readonly Page[] = [
  { path: '/rules', title: texts.title, nav: texts.title, order: 70, roles: OFFICES, page: () => import('./ListPage.vue') },
  { path: '/rules/new', title: texts.draftNew, roles: DRAFTS, page: () => import('./DraftPage.vue') },
  { path: '/rules/drafts/:draft', title: texts.draft, roles: DRAFTS, page: () => import('./DraftPage.vue') },
  { path: '/rules/:rule', title: texts.title, roles: OFFICES, page: () => import('./RulePage.vue') },
];
