/* queue.ts - what a phone has noted and the village has not taken yet. Pure: who keeps it and who
 * sends it stands behind a port, so that a test can end the program between any two steps.
 *
 * An item gets a number that is never used again. It rests for a while, so that it can be undone.
 * Before the first try it is marked as tried: from then on nobody knows whether it arrived, so it
 * can only be sent again, the same, until there is an answer. */

export type ItemState = 'held' | 'tried' | 'sent' | 'refused';

export interface Item<Body> {
  number: number;
  body: Body;
  at: number; // the device's own clock, in ms
  ready: number; // not sent before this
  state: ItemState;
  why?: string; // of a refusal, in the reader's language
}

export interface Queue<Body> {
  next: number;
  items: Item<Body>[];
}

export interface Answer {
  number: number;
  why?: string; // absent: taken
}

export interface Port<Body> {
  /* Reads, changes and keeps the queue, wholly or not at all. */
  update(change: (queue: Queue<Body>) => Queue<Body>): Promise<Queue<Body>>;
  /* One request; throws where no answer came for its items. */
  send(items: Item<Body>[]): Promise<Answer[]>;
}

export const REST_MS = 10000;
const KEPT_MS = 24 * 3600 * 1000;
const AT_ONCE = 100;

export function emptyQueue<Body>(): Queue<Body> {
  return { next: 1, items: [] };
}

export function note<Body>(queue: Queue<Body>, body: Body, now: number, rest = REST_MS): Queue<Body> {
  const item: Item<Body> = { number: queue.next, body, at: now, ready: now + rest, state: 'held' };
  return { next: queue.next + 1, items: [...queue.items, item] };
}

/* Only what was never tried can be taken back; its number stays used. */
export function undo<Body>(queue: Queue<Body>, number: number): Queue<Body> {
  const items = queue.items.filter((item) => item.number !== number || item.state !== 'held');
  return { ...queue, items };
}

export function unsent<Body>(queue: Queue<Body>): Item<Body>[] {
  return queue.items.filter((item) => item.state === 'held' || item.state === 'tried');
}

/* A clock that was set back must not keep an item for ever: what lies ahead of now is due. */
export function due<Body>(queue: Queue<Body>, now: number): Item<Body>[] {
  return unsent(queue).filter((item) => item.state === 'tried' || item.ready <= now || item.at > now);
}

export function tried<Body>(queue: Queue<Body>, numbers: ReadonlySet<number>): Queue<Body> {
  const items = queue.items.map((item) =>
    numbers.has(item.number) && item.state === 'held' ? { ...item, state: 'tried' as const } : item,
  );
  return { ...queue, items };
}

export function answered<Body>(queue: Queue<Body>, answers: readonly Answer[]): Queue<Body> {
  const byNumber = new Map(answers.map((answer) => [answer.number, answer]));
  const items = queue.items.map((item) => {
    const answer = byNumber.get(item.number);
    if (answer === undefined || item.state !== 'tried') return item;
    const { why } = answer;
    return why === undefined ? { ...item, state: 'sent' as const } : { ...item, state: 'refused' as const, why };
  });
  return { ...queue, items };
}

/* What was taken a day ago is the village's alone; a refusal stays until somebody has read it. */
export function swept<Body>(queue: Queue<Body>, now: number): Queue<Body> {
  const items = queue.items.filter((item) => item.state !== 'sent' || Math.abs(now - item.at) < KEPT_MS);
  return { ...queue, items };
}

export function read<Body>(queue: Queue<Body>, number: number): Queue<Body> {
  const items = queue.items.filter((item) => item.number !== number || item.state !== 'refused');
  return { ...queue, items };
}

/* Sends what is due, in requests of one group each. Stops at the first that gets no answer: the
 * rest would get none either. */
export async function flush<Body>(
  port: Port<Body>,
  group: (body: Body) => string,
  now: number,
): Promise<Queue<Body>> {
  let queue = await port.update((kept) => swept(kept, now));
  const waiting = due(queue, now);
  while (waiting.length > 0) {
    const name = group(waiting[0]!.body);
    const batch = waiting.filter((item) => group(item.body) === name).slice(0, AT_ONCE);
    const numbers = new Set(batch.map((item) => item.number));
    queue = await port.update((kept) => tried(kept, numbers));
    // What was undone in the meantime is not sent.
    const sending = queue.items.filter((item) => numbers.has(item.number) && item.state === 'tried');
    if (sending.length > 0) {
      const answers = await port.send(sending);
      queue = await port.update((kept) => answered(kept, answers));
    }
    for (const item of batch) waiting.splice(waiting.indexOf(item), 1);
  }
  return queue;
}
