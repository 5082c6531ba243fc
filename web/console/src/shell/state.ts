/* state.ts - who is here, in which village, in which language: what every room may read. */
import { firstLang, fill, type Lang, type Pair, type Values } from '@sanbao/shared/texts.ts';
import { computed, reactive, watchEffect } from 'vue';
import { roleNames, type Role } from './texts';

export interface Office {
  code: string;
  name: string;
  roles: Role[];
}

interface State {
  lang: Lang;
  large: boolean;
  singleKeys: boolean;
  known: 'asking' | 'stranger' | 'here';
  ended: boolean; // the log-in ran out while somebody worked
  person: string;
  name: string;
  offices: Office[];
  village: string;
  today: string;
  pointsPerYuan: number;
}

/* A browser may refuse its store; then the choice lasts as long as the page. */
function stored(key: string): string | null {
  try {
    return localStorage.getItem('sanbao.' + key);
  } catch {
    return null;
  }
}

export function store(key: string, value: string) {
  try {
    localStorage.setItem('sanbao.' + key, value);
  } catch {
    /* nothing to do: see stored() */
  }
}

export const state = reactive<State>({
  lang: firstLang(stored('lang'), navigator.language),
  large: stored('large') === '1',
  singleKeys: stored('keys') !== '0',
  known: 'asking',
  ended: false,
  person: '',
  name: '',
  offices: [],
  village: stored('village') ?? '',
  today: '',
  pointsPerYuan: 0,
});

export const office = computed(() => state.offices.find((one) => one.code === state.village));

export function say(pair: Pair, values?: Values): string {
  return fill(pair, state.lang, values);
}

/* The village whose desk is open, for the path of a request. */
export function here(): string {
  return state.village;
}

export function isAny(roles: readonly Role[]): boolean {
  return office.value?.roles.some((role) => roles.includes(role)) ?? false;
}

export function asRole(role: string): role is Role {
  return role in roleNames;
}

watchEffect(() => {
  document.documentElement.lang = state.lang === 'zh' ? 'zh-CN' : 'en';
  document.documentElement.classList.toggle('large', state.large);
  store('lang', state.lang);
  store('large', state.large ? '1' : '0');
  store('keys', state.singleKeys ? '1' : '0');
});
