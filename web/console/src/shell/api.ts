/* api.ts - the service, and what its refusals become. `ask` gives what was answered or throws a
 * Trouble whose words are those of the server, in the reader's language already. */
import { makeClient, newKey } from '@sanbao/shared/client.ts';
import { ref } from 'vue';
import { say, state } from './state';
import { texts } from './texts';

export class Trouble extends Error {
  constructor(
    readonly status: number, // 0: the service was not reached
    readonly code: string,
    title: string,
    readonly detail = '',
  ) {
    super(title);
  }
}

export const api = makeClient(
  () => state.lang,
  () => {
    if (state.known !== 'here') return;
    state.known = 'stranger';
    state.ended = true;
  },
);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

export async function ask<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await call;
  } catch {
    throw new Trouble(0, 'offline', say(texts.offlineHead), say(texts.offlineBody));
  }
  if (answer.response.ok) return answer.data as Data;
  throw troubleOf(answer.response.status, answer.error);
}

function troubleOf(status: number, error: unknown): Trouble {
  const body = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const words = (key: string) => (body[key] === undefined ? '' : String(body[key]));
  const place = [words('field'), words('value'), words('expected')].filter(Boolean).join('  ');
  return new Trouble(status, words('code'), words('title') || say(texts.wentWrong), place);
}

export function asTrouble(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  return new Trouble(0, 'page', say(texts.wentWrong), String(error));
}

/* Sends what binds. The key stays the same until the server has answered: what was lost on the way
 * back is sent again under it, and counts once. */
export function useSending() {
  const busy = ref(false);
  const trouble = ref<Trouble>();
  let key = newKey();

  async function run(send: (key: string) => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    trouble.value = undefined;
    try {
      await send(key);
      key = newKey();
      return true;
    } catch (error) {
      trouble.value = asTrouble(error);
      if (trouble.value.status >= 400 && trouble.value.status < 500) key = newKey();
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, trouble, run };
}
