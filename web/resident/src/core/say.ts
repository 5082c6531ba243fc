/* say.ts - the language that was chosen, and texts in it. */
import { ref } from 'vue';
import { fill, firstLang, type Lang, type Pair, type Values } from '../generated/texts';

const STORED = 'sanbao.lang';

export const lang = ref<Lang>(
  firstLang(uni.getStorageSync(STORED) || null, uni.getSystemInfoSync().language ?? 'zh'),
);

export function choose(wanted: Lang): void {
  lang.value = wanted;
  uni.setStorageSync(STORED, wanted);
}

/* To be called in a template or a computed value: both follow the language. */
export function say(pair: Pair, values?: Values): string {
  return fill(pair, lang.value, values);
}
