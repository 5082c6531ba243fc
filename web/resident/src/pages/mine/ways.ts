/* ways.ts - what stands under 'Mine', in order. A page that is not there has no row. */
import type { Pair } from '../../generated/texts';
import { texts } from './texts';

export interface Way {
  to: string;
  word: Pair;
  hint?: Pair;
}

export const ways: Way[] = [
  { to: '/pages/history/list', word: texts.history },
  { to: '/pages/claims/list', word: texts.claims },
  { to: '/pages/notices/list', word: texts.notices },
  { to: '/pages/family/family', word: texts.family },
  { to: '/pages/cards/mine', word: texts.card },
  { to: '/pages/data/data', word: texts.data },
  { to: '/pages/settings/settings', word: texts.settings, hint: texts.language },
];
