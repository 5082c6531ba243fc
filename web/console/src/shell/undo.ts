/* undo.ts - ten seconds between a press and the request. Nothing is taken back from the books
 * here: what was undone was never sent. One act waits at a time; the next sends the one before. */
import { reactive } from 'vue';
import { asTrouble, type Trouble } from './api';

const SECONDS = 10;

export interface Held {
  words: string;
  send: () => Promise<unknown>;
  after?: () => void; // once it is done, undone or refused: lists read anew
}

export const undo = reactive({
  held: undefined as Held | undefined,
  left: 0,
  state: 'none' as 'none' | 'waiting' | 'sending' | 'sent' | 'undone' | 'failed',
  words: '',
  trouble: undefined as Trouble | undefined,
});

let timer: number | undefined;

function tick() {
  undo.left -= 1;
  if (undo.left <= 0) void sendNow();
}

export function hold(act: Held) {
  void sendNow();
  undo.held = act;
  undo.words = act.words;
  undo.trouble = undefined;
  undo.left = SECONDS;
  undo.state = 'waiting';
  timer = window.setInterval(tick, 1000);
}

export async function sendNow() {
  const act = undo.held;
  window.clearInterval(timer);
  if (act === undefined) return;
  undo.held = undefined;
  undo.state = 'sending';
  let trouble: Trouble | undefined;
  try {
    await act.send();
  } catch (error) {
    trouble = asTrouble(error);
  }
  if (undo.held === undefined || trouble !== undefined) {
    undo.words = act.words;
    undo.trouble = trouble;
    undo.state = trouble === undefined ? 'sent' : 'failed';
  }
  act.after?.();
}

export function takeBack() {
  const act = undo.held;
  if (act === undefined) return;
  window.clearInterval(timer);
  undo.held = undefined;
  undo.state = 'undone';
  act.after?.();
}

export function closeBar() {
  if (undo.held === undefined) undo.state = 'none';
}

/* Who leaves while something waits is asked; who stays on another page loses nothing. */
export function guardLeaving() {
  window.addEventListener('beforeunload', (event) => {
    if (undo.held !== undefined) event.preventDefault();
  });
}
