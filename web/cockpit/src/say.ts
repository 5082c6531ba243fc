/* say.ts - the language in which the page speaks, and how it says a pair. */
import { fill, firstLang, type Lang, type Pair, type Values } from '@sanbao/shared/texts.ts';
import { ref } from 'vue';

const KEY = 'sanbao.lang';
export const lang = ref<Lang>(firstLang(localStorage.getItem(KEY), navigator.language));
document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : 'en';

export function say(pair: Pair, values?: Values): string {
  return fill(pair, lang.value, values);
}

export function speak(next: Lang): void {
  localStorage.setItem(KEY, next);
  lang.value = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}
