/* session.ts - who is logged in here, and for which village they act. A browser's token stands in a
 * cookie that no script can read; the mini program keeps its own. */
import { computed, ref } from 'vue';
import { setToday } from './day';
import { forgetKept } from './kept';
import { get, remove, withSession, type Answer } from './request';
import { asTrouble } from './trouble';

type Me = Answer<'/api/v1/me', 'get'>;
const TOKEN = 'sanbao.token';
const ME = 'sanbao.me';
const VILLAGE = 'sanbao.village';

/* Kept, so that a page opened without a network knows whose it is. null: nobody. */
export const me = ref<Me | null>(uni.getStorageSync(ME) || null);
const chosen = ref<string>(uni.getStorageSync(VILLAGE) || '');

export const place = computed(() => {
  const mine = me.value?.villages ?? [];
  return mine.find((one) => one.code === chosen.value) ?? mine[0];
});
export const village = computed(() => place.value?.code ?? '');
export const registered = computed(() => place.value?.registered === true);

function forget(): void {
  me.value = null;
  for (const name of [ME, TOKEN]) uni.removeStorageSync(name);
  forgetKept();
}

withSession(
  () => uni.getStorageSync(TOKEN) || '',
  () => {
    if (me.value !== null) uni.reLaunch({ url: '/pages/home/home' });
    forget();
  },
);

export function chooseVillage(code: string): void {
  chosen.value = code;
  uni.setStorageSync(VILLAGE, code);
}

/* After a log-in; the token comes in the mini program alone. */
export async function begin(token?: string): Promise<void> {
  forget();
  if (token !== undefined) uni.setStorageSync(TOKEN, token);
  await refresh();
}

/* Asks who it is. Without a network what is known stays. */
export async function refresh(): Promise<void> {
  try {
    me.value = await get('/api/v1/me');
    uni.setStorageSync(ME, me.value);
    if (village.value !== '') {
      setToday((await get('/api/v1/villages/{village}', { path: { village: village.value } })).today);
    }
  } catch (error) {
    if (!asTrouble(error).isOpen) forget();
    else if (me.value === null) throw error;
  }
}

/* Here alone: other phones of the same person stay logged in. */
export async function end(): Promise<void> {
  const mine = await get('/api/v1/sessions');
  const here = mine.items.find((one) => one.here);
  if (here !== undefined) {
    await remove('/api/v1/sessions/{session_id}', { path: { session_id: here.id } });
  }
  forget();
  uni.reLaunch({ url: '/pages/home/home' });
}
