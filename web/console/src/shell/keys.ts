/* keys.ts - single keys. They rest while a field has the focus, and can be switched off. */
import type { Pair } from '@sanbao/shared/texts.ts';
import { onBeforeUnmount, onMounted, shallowReactive } from 'vue';
import { state } from './state';

export interface Key {
  key: string; // as KeyboardEvent.key says it; letters in lower case
  cap: Pair; // as the cap reads
  does: Pair;
  run: () => void;
}

export const active = shallowReactive<Key[]>([]);

const FIELDS = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (FIELDS.has(target.tagName) || target.isContentEditable);
}

/* Enter on a button or link is that button's. */
function ownsEnter(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(A|BUTTON|SUMMARY)$/.test(target.tagName);
}

export function keyFor(event: KeyboardEvent, keys: readonly Key[]): Key | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return undefined;
  if (event.key === 'Enter' && ownsEnter(event.target)) return undefined;
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return keys.filter((one) => one.key === pressed).pop(); // the page's own before the frame's
}

export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (!state.singleKeys || document.querySelector('dialog[open]') !== null) return;
    const key = keyFor(event, active);
    if (key === undefined) return;
    event.preventDefault();
    key.run();
  });
}

export function useKeys(keys: readonly Key[]) {
  onMounted(() => active.push(...keys));
  onBeforeUnmount(() => {
    for (const key of keys) active.splice(active.lastIndexOf(key), 1);
  });
}

/* A letter reads the same in both languages. */
export function letter(key: string, does: Pair, run: () => void): Key {
  const cap = key.toUpperCase();
  return { key, cap: [cap, cap], does, run };
}
