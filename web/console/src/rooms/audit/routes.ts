import type { Page } from '../../shell/rooms';
import { texts } from './texts';

export const pages: readonly Page[] = [
  { path: '/log', title: texts.log, nav: texts.log, order: 80, roles: ['auditor'], page: () => import('./LogPage.vue') },
  { path: '/staff', title: texts.staff, nav: texts.staff, order: 90, roles: ['cadre', 'admin'], page: () => import('./StaffPage.vue') },
  { path: '/devices', title: texts.devices, nav: texts.devices, order: 92, roles: ['social_worker', 'cadre', 'admin', 'shopkeeper', 'leader'], page: () => import('./DevicesPage.vue') },
];
