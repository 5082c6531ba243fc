import type { Page } from '../../shell/rooms';
import { texts } from './texts';

export const pages: readonly Page[] = [
  {
    path: '/checkin',
    title: texts.title,
    roles: ['leader', 'social_worker', 'cadre'],
    nav: texts.title,
    order: 25,
    bare: true,
    anyone: true, // any member may lead an activity
    page: () => import('./CheckinPage.vue'),
  },
];
