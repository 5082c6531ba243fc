import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const ROSTER = ['reviewer', 'social_worker', 'cadre', 'oversight', 'accountant', 'town'] as const;
const CARDS = ['social_worker', 'cadre', 'oversight', 'admin'] as const;
const ROUND = ['social_worker', 'cadre'] as const;
const IMPORT = ['cadre', 'admin'] as const;

export const pages: readonly Page[] = [
  { path: '/people', title: texts.title, nav: texts.title, order: 40, roles: ROSTER, page: () => import('./PeoplePage.vue') },
  { path: '/people/:person', title: texts.title, roles: ROSTER, page: () => import('./PersonPage.vue') },
  { path: '/cards', title: texts.cards, nav: texts.cards, order: 42, roles: CARDS, page: () => import('./CardsPage.vue') },
  { path: '/visits', title: texts.visits, nav: texts.visits, order: 44, roles: ROUND, page: () => import('./VisitsPage.vue') },
  { path: '/roster', title: texts.roster, nav: texts.roster, order: 46, roles: IMPORT, page: () => import('./RosterPage.vue') },
];
