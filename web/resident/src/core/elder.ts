/* elder.ts - large type as a mode of the whole app, and reading aloud where the platform can. */
import { ref } from 'vue';
import { lang } from './say';

const STORED = 'sanbao.elder';

export const elder = ref(uni.getStorageSync(STORED) === 'yes');

export function setElder(on: boolean): void {
  elder.value = on;
  uni.setStorageSync(STORED, on ? 'yes' : '');
}

export const canSpeak = typeof speechSynthesis === 'object';

/* What was being read stops: two voices at once help nobody. */
export function readAloud(text: string): void {
  if (!canSpeak) return;
  speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = lang.value === 'zh' ? 'zh-CN' : 'en-GB';
  spoken.rate = 0.85;
  speechSynthesis.speak(spoken);
}
