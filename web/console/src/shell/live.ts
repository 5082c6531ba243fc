/* live.ts - what has come into the books, as the server tells it: a list that shows such things
 * reads itself anew. At most once in two seconds, however much comes. */
import { onBeforeUnmount, onMounted, ref, watch } from 'vue';
import { state } from './state';

const PAUSE_MS = 2000;
const KINDS = [
  'account_open', 'account_move', 'account_close', 'role_set', 'person_enter', 'rule_adopt',
  'fund_deposit', 'activity_open', 'activity_close', 'award', 'award_unfunded', 'release', 'void',
  'reverse', 'panel_draw', 'objection', 'objection_settle', 'shop_open', 'goods_set', 'redeem',
  'refund', 'settle', 'expire', 'stock_set', 'hold', 'hold_redeem', 'hold_release', 'records',
  'reset',
];

export const line = ref<'open' | 'apart'>('apart');
export const online = ref(navigator.onLine);

const readers = new Set<() => void>();
let source: EventSource | undefined;
let timer: number | undefined;

function tell() {
  timer ??= window.setTimeout(() => {
    timer = undefined;
    for (const reader of readers) reader();
  }, PAUSE_MS);
}

export function listenToBooks() {
  window.addEventListener('online', () => {
    online.value = true;
    tell();
  });
  window.addEventListener('offline', () => (online.value = false));
  watch(
    () => (state.known === 'here' ? state.village : ''),
    (village) => {
      source?.close();
      line.value = 'apart';
      if (village === '') return;
      source = new EventSource('/api/v1/stream?village=' + encodeURIComponent(village));
      source.onopen = () => (line.value = 'open');
      source.onerror = () => (line.value = 'apart');
      for (const kind of KINDS) source.addEventListener(kind, tell);
    },
    { immediate: true },
  );
}

export function useNews(read: () => void) {
  onMounted(() => readers.add(read));
  onBeforeUnmount(() => readers.delete(read));
}
