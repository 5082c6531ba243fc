/* live.ts - keeps the page at what is: the stream is opened, then one snapshot is read, then changes
 * are applied. A gap, or a line that was cut, is answered by a new snapshot; meanwhile the page says
 * of when its figures are. */
import { ref, shallowRef, watch } from 'vue';
import { api, Refusal, village } from './api';
import { apply, type Delta, together } from './deltas';
import { lang } from './say';
import type { Happening, Snapshot } from './snapshot';
import { listen, type Told } from './stream';

const AGAIN_MS = 3000;
const FRESH_MS = 60_000;
const HELD_BACK = 64; // deltas that wait for the snapshot

export type State = 'waiting' | 'stranger' | 'refused' | 'unreachable' | 'shown';

export function useLive() {
  const state = ref<State>('waiting');
  const today = shallowRef<Snapshot | null>(null); // as of now
  const past = shallowRef<Snapshot | null>(null); // as of the day looked at
  const fresh = shallowRef<Happening[]>([]);
  const cutAt = ref<string | null>(null); // since when there is no line
  const code = ref(new URLSearchParams(location.search).get('village') ?? '');
  let line: AbortController | null = null;
  let looking: AbortController | null = null;
  let waiting: Delta[] | null = null; // told while a snapshot is on its way
  let dim: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;

  /* A change: what is newer than what was shown is news, for a minute. */
  function move(snapshot: Snapshot): void {
    const seen = today.value?.latest[0]?.record ?? Infinity;
    const newest = snapshot.latest[0]?.record ?? 0;
    today.value = snapshot;
    if (newest <= seen) return;
    fresh.value = together(snapshot.latest);
    clearTimeout(dim);
    dim = setTimeout(() => (fresh.value = []), FRESH_MS);
  }

  function wallClock(): string {
    return new Date().toTimeString().slice(0, 5);
  }

  function failed(status: number): void {
    line?.abort();
    line = waiting = null;
    clearTimeout(again);
    if (status === 401) state.value = 'stranger';
    else if (status === 403) state.value = 'refused';
    else {
      if (today.value === null) state.value = 'unreachable';
      cutAt.value ??= wallClock();
      again = setTimeout(() => void start(), AGAIN_MS);
    }
  }

  /* Of two that are on their way the later one counts. */
  async function load(): Promise<void> {
    const own: Delta[] = (waiting = []);
    try {
      let snapshot = await api.snapshot(code.value);
      if (waiting !== own) return;
      for (const delta of own) {
        const outcome = apply(snapshot, delta);
        if (outcome.kind === 'applied') snapshot = outcome.snapshot;
      }
      waiting = null;
      today.value = snapshot;
      state.value = 'shown';
      if (cutAt.value !== null) cutAt.value = wallClock(); // the figures are of now
    } catch (error) {
      if (waiting === own) failed(error instanceof Refusal ? error.status : 0);
    }
  }

  function told({ kind, data }: Told): void {
    if (kind === 'reset') void load();
    if (kind !== 'cockpit') return;
    const delta = JSON.parse(data) as Delta;
    if (waiting !== null) {
      if (waiting.length < HELD_BACK) waiting.push(delta);
      return;
    }
    if (today.value === null) return;
    const outcome = apply(today.value, delta);
    if (outcome.kind === 'applied') move(outcome.snapshot);
    else if (outcome.kind === 'gap') void load();
  }

  async function follow(): Promise<void> {
    line?.abort();
    const own = (line = new AbortController());
    const opened = () => {
      cutAt.value = null;
      void load();
    };
    const status = await listen(village(code.value, '/cockpit/stream'), opened, told, own.signal);
    if (line === own) failed(status);
  }

  async function start(): Promise<void> {
    clearTimeout(again);
    try {
      const me = await api.me();
      const mine = me.villages.find((each) => each.roles.length > 0) ?? me.villages[0];
      if (code.value === '') code.value = mine?.code ?? '';
      if (code.value === '') state.value = 'refused';
      else {
        await load(); // shown at once, and again where the line stays cut
        if (state.value === 'shown') void follow();
      }
    } catch (error) {
      failed(error instanceof Refusal ? error.status : 0);
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
      const snapshot = await api.snapshot(code.value, day, signal);
      if (!signal.aborted) past.value = snapshot;
    } catch (error) {
      if (!signal.aborted) failed(error instanceof Refusal ? error.status : 0);
    }
  }

  watch(lang, () => {
    if (state.value === 'shown') void follow();
    if (past.value !== null) void look(past.value.on);
  });
  return { state, today, past, fresh, cutAt, code, start, look };
}
