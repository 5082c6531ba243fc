import type { Page } from '../../shell/rooms';
import { texts } from './texts';

const BOOKS = ['cadre', 'oversight', 'accountant', 'town', 'auditor', 'admin'] as const;
const MOTIONS = ['social_worker', ...BOOKS] as const;

export const pages: readonly Page[] = [
  { path: '/fund', title: texts.fund, nav: texts.fund, order: 60, roles: MOTIONS, page: () => import('./FundPage.vue') },
  { path: '/shops', title: texts.shops, nav: texts.shops, order: 62, roles: [...BOOKS, 'shopkeeper'], page: () => import('./ShopsPage.vue') },
  { path: '/shops/:shop', title: texts.shops, roles: [...BOOKS, 'shopkeeper'], page: () => import('./ShopPage.vue') },
  { path: '/motions', title: texts.motions, nav: texts.motions, order: 64, roles: MOTIONS, page: () => import('./MotionsPage.vue') },
];
