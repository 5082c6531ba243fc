import type { Page } from '../../shell/rooms';
import { texts } from './texts';

export const pages: readonly Page[] = [
  { path: '/find', title: texts.title, roles: 'all', page: () => import('./FindPage.vue') },
];
