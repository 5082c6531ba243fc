import type { Page } from '../../shell/rooms';
import { texts } from './texts';

export const pages: readonly Page[] = [
  {
    path: '/till',
    title: texts.title,
    roles: ['shopkeeper'],
    nav: texts.title,
    order: 5,
    bare: true,
    page: () => import('./TillPage.vue'),
  },
];
