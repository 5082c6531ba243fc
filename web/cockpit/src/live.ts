/* live.ts - keeps the page at what is: one snapshot, then changes over one stream. A gap, or a line
 * that was cut, is answered by a new snapshot; meanwhile the page says of when its figures are. */
import { ref, shallowRef } from 'vue';
import { api, type Coming, Refusal } from './api';
import { apply, type Delta, together } from './deltas';
import type { Happening, Snapshot } from './snapshot';

const AGAIN_MS = 3000;
const FRESH_MS = 60_000;
const COMING_MS = 60_000;

export type State = 'waiting' | 'stranger' | 'refused' | 'unreachable' | 'shown';

export function useLive() {
  const state = ref<State>('waiting');
  const today = shallowRef<Snapshot | null>(null); // as of now
  const past = shallowRef<Snapshot | null>(null); // as of the day looked at
  const coming = shallowRef<Coming[]>([]);
  const fresh = shallowRef<Happening[]>([]);
  const cutAt = ref<string | null>(null); // since when there is no line
  let code = new URLSearchParams(location.search).get('village') ?? '';
  let stream: EventSource | null = null;
  let dim: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let looking: AbortController | null = null;

  function wallClock(): string {
    return new Date().toTimeString().slice(0, 5);
  }

  function failed(error: unknown): void {
    const status = error instanceof Refusal ? error.status : 0;
    if (status === 401) state.value = 'stranger';
    else if (status === 403 || status === 404) state.value = 'refused';
    else {
      if (today.value === null) state.value = 'unreachable';
      cutAt.value ??= wallClock();
      clearTimeout(again);
      again = setTimeout(() => void load(), AGAIN_MS);
    }
    if (status === 401 || status === 403) stop();
  }

  /* The new snapshot; what is newer in it than what was shown is news. */
  function show(snapshot: Snapshot): void {
    const seen = today.value?.latest[0]?.record ?? Infinity;
    const news = (snapshot.latest[0]?.record ?? 0) > seen;
    today.value = snapshot;
    if (!news) return;
    fresh.value = together(snapshot.latest);
    clearTimeout(dim);
    dim = setTimeout(() => (fresh.value = []), FRESH_MS);
  }

  async function load(): Promise<void> {
    try {
      show(await api.snapshot(code));
      state.value = 'shown';
      cutAt.value = null;
      if (stream === null) listen();
      coming.value = (await api.coming(code)).items;
    } catch (error) {
      failed(error);
    }
  }

  function changed(text: string): void {
    if (today.value === null) return;
    const outcome = apply(today.value, JSON.parse(text) as Delta);
    if (outcome.kind === 'applied') show(outcome.snapshot);
    else if (outcome.kind === 'gap') void load();
  }

  function listen(): void {
    stream = new EventSource(`/api/v1/stream?village=${encodeURIComponent(code)}`);
    stream.addEventListener('cockpit', (event) => changed((event as MessageEvent<string>).data));
    stream.addEventListener('reset', () => void load());
    stream.addEventListener('open', () => {
      if (cutAt.value !== null) void load();
    });
    stream.addEventListener('error', () => {
      cutAt.value ??= wallClock();
      if (stream?.readyState !== EventSource.CLOSED) return; // the browser tries again
      stream = null;
      clearTimeout(again);
      again = setTimeout(() => void load(), AGAIN_MS);
    });
  }

  function stop(): void {
    stream?.close();
    stream = null;
    clearTimeout(again);
  }

  async function start(): Promise<void> {
    try {
      const me = await api.me();
      const offices = me.villages.filter((each) => each.roles.length > 0);
      const mine = offices.find((each) => each.code === code) ?? offices[0] ?? me.villages[0];
      if (code === '') code = mine?.code ?? '';
      if (code === '') state.value = 'refused';
      else await load();
    } catch (error) {
      failed(error);
      if (state.value === 'unreachable') again = setTimeout(() => void start(), AGAIN_MS);
    }
  }

  /* As of a day; null: today. Only the last day asked for is shown. */
  async function look(day: string | null): Promise<void> {
    looking?.abort();
    looking = new AbortController();
    const { signal } = looking;
    if (day === null || today.value === null || day >= today.value.on) {
      past.value = null;
      return;
    }
    try {
      past.value = await api.snapshot(code, day, signal);
    } catch (error) {
      if (!signal.aborted) failed(error);
    }
  }

  const refresh = setInterval(() => {
    if (state.value !== 'shown') return;
    api.coming(code).then((answer) => (coming.value = answer.items), () => undefined);
  }, COMING_MS);

  return { state, today, past, coming, fresh, cutAt, start, look, stop, refresh };
}
