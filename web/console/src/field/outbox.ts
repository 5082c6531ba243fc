/* outbox.ts - a queue on this phone, kept in its store, sent by itself when there is a line. */
import { onBeforeUnmount, onMounted, shallowRef, ref } from 'vue';
import { asTrouble, type Trouble } from '../shell/api';
import { change } from './db';
import { emptyQueue, flush, type Answer, type Item, type Queue } from './queue';

const EVERY_MS = 5000;

export function useOutbox<Body>(
  name: () => string | undefined, // undefined: there is no device yet
  group: (body: Body) => string,
  send: (items: Item<Body>[]) => Promise<Answer[]>,
  afterSent: () => void = () => undefined,
) {
  const queue = shallowRef<Queue<Body>>(emptyQueue());
  const trouble = ref<Trouble>(); // why nothing is sent, other than no network
  const apartSince = ref<number>(); // no network since
  let timer: number | undefined;
  let busy = false;

  async function update(act: (kept: Queue<Body>) => Queue<Body>) {
    const key = 'queue ' + name();
    // A Vue proxy cannot be stored: what is kept is plain.
    queue.value = await change<Queue<Body>>(key, (kept) => act(kept ?? emptyQueue()));
    return queue.value;
  }

  /* One page of this phone sends at a time, even where two are open. */
  async function sendNow() {
    if (busy || name() === undefined) return;
    busy = true;
    const before = queue.value.items.filter((item) => item.state === 'sent').length;
    try {
      const work = () => flush({ update, send: async (items) => {
        const answers = await send(items);
        apartSince.value = undefined;
        return answers;
      } }, group, Date.now());
      await (navigator.locks ? navigator.locks.request('sanbao-outbox ' + name(), work) : work());
      trouble.value = undefined;
    } catch (error) {
      const one = asTrouble(error);
      if (one.status === 0 && one.code === 'offline') apartSince.value ??= Date.now();
      else trouble.value = one;
    } finally {
      busy = false;
    }
    if (queue.value.items.filter((item) => item.state === 'sent').length > before) afterSent();
  }

  function apart() {
    apartSince.value ??= Date.now();
  }

  function back() {
    apartSince.value = undefined;
    void sendNow();
  }

  onMounted(() => {
    if (!navigator.onLine) apart();
    window.addEventListener('offline', apart);
    window.addEventListener('online', back);
    timer = window.setInterval(() => void sendNow(), EVERY_MS);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('offline', apart);
    window.removeEventListener('online', back);
    window.clearInterval(timer);
  });

  return { queue, trouble, apartSince, update, sendNow, open: () => update((kept) => kept) };
}
