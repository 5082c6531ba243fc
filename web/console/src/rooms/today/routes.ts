import type { Page } from '../../shell/rooms';
import { texts } from './texts';

export const pages: readonly Page[] = [
  { path: '/', title: texts.title, nav: texts.title, order: 0, roles: 'all', page: () => import('./TodayPage.vue') },
];
