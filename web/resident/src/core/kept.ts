/* kept.ts - what the service answered last, kept in the phone: without a network a page shows that,
 * and says of when it is. */
import { onShow } from '@dcloudio/uni-app';
import { ref, type Ref } from 'vue';
import { newKey } from './key';
import { asTrouble, type Trouble } from './trouble';

const PREFIX = 'kept.';

interface Kept<T> {
  at: number;
  value: T;
}

export interface Asked<T> {
  value: Ref<T | undefined>;
  keptAt: Ref<number>; // when the shown answer was given, if it is an old one; else 0
  trouble: Ref<Trouble | undefined>;
  busy: Ref<boolean>;
  again: () => Promise<void>;
}

export function forgetKept(): void {
  for (const name of uni.getStorageInfoSync().keys) {
    if (name.startsWith(PREFIX)) uni.removeStorageSync(name);
  }
}

/* Asks when the page is shown, and again on `again`. `name` must tell apart all that is asked for;
 * an empty name keeps nothing (codes and other people's data). */
export function useAsked<T>(name: () => string, ask: () => Promise<T>): Asked<T> {
  const value = ref<T>() as Ref<T | undefined>;
  const keptAt = ref(0);
  const trouble = ref<Trouble>();
  const busy = ref(false);

  function fromKept(): void {
    const kept = (name() === '' ? '' : uni.getStorageSync(PREFIX + name())) as Kept<T> | '';
    if (kept === '') return;
    value.value = kept.value;
    keptAt.value = kept.at;
  }

  async function again(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const answer = await ask();
      value.value = answer;
      keptAt.value = 0;
      trouble.value = undefined;
      if (name() !== '') uni.setStorageSync(PREFIX + name(), { at: Date.now(), value: answer });
    } catch (error) {
      trouble.value = asTrouble(error);
      if (trouble.value.isOffline) fromKept();
    } finally {
      busy.value = false;
    }
  }
  onShow(again);
  return { value, keptAt, trouble, busy, again };
}

/* Something done once. The key stays until the service has answered, so that what is sent again
 * after a broken line does not count twice. Gives undefined where it did not succeed. */
export function useAct<A extends unknown[], T>(act: (key: string, ...words: A) => Promise<T>) {
  const busy = ref(false);
  const trouble = ref<Trouble>();
  let key = newKey();
  let last = '';

  async function run(...words: A): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    trouble.value = undefined;
    const now = JSON.stringify(words);
    if (now !== last) key = newKey(); // other words are another request
    last = now;
    try {
      const answer = await act(key, ...words);
      key = newKey();
      return answer;
    } catch (error) {
      trouble.value = asTrouble(error);
      if (!trouble.value.isOpen) key = newKey();
      return undefined;
    } finally {
      busy.value = false;
    }
  }
  return { busy, trouble, run };
}
