/* read.ts - one thing from the service, read again when its address changes and when the books do. */
import { ref, shallowRef, watch } from 'vue';
import { asTrouble, type Trouble } from './api';
import { useNews } from './live';

export function useRead<Data>(read: () => Promise<Data>, address: () => unknown) {
  const data = shallowRef<Data>();
  const trouble = ref<Trouble>();
  let asked = 0;

  async function load() {
    const mine = ++asked;
    try {
      const found = await read();
      if (mine !== asked) return; // another was asked for meanwhile
      data.value = found;
      trouble.value = undefined;
    } catch (error) {
      if (mine === asked) trouble.value = asTrouble(error);
    }
  }

  watch(
    address,
    () => {
      data.value = undefined;
      void load();
    },
    { immediate: true },
  );
  useNews(() => void load());
  return { data, trouble, load };
}
