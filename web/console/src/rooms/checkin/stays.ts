/* stays.ts - what a leader's phone takes along for an activity, and what it notes there. */
import { asDevice, sign, type Device } from '../../field/device';
import { change, get } from '../../field/db';
import { staysText } from '../../field/lines';
import type { Answer, Item } from '../../field/queue';
import { instant, seconds } from '../../field/time';

export interface Stay {
  activity: string;
  bundle: string;
  person: string;
  name: string;
  what: 'in' | 'out';
  way: 'card' | 'hand';
}

export interface Person {
  person: string;
  name: string;
  row: string;
  card: string | null;
}

export interface Bundle {
  activity: string;
  title: string;
  starts_at: string;
  bundle: string;
  ends_at: string;
  clock_ahead: number;
  secret: string;
  step_seconds: number;
  people: Person[];
  dead: string[];
}

interface BundleAnswer extends Omit<Bundle, 'dead' | 'activity' | 'title' | 'starts_at'> {
  dead_cards: { mark: string }[];
}

type Kept = Record<string, Bundle>;
const place = (device: Device) => 'bundles ' + device.device;

/* Those still good; a bundle that ended gives its names away, it does not stay on the phone. */
export function goodBundles(kept: Kept, now: number): Kept {
  return Object.fromEntries(Object.entries(kept).filter(([, one]) => Date.parse(one.ends_at) > now));
}

export async function keptBundles(device: Device): Promise<Bundle[]> {
  return Object.values(goodBundles((await get<Kept>(place(device))) ?? {}, Date.now()));
}

export async function takeBundle(device: Device, plan: { activity: string; title: string; starts_at: string }): Promise<Bundle> {
  const path = `/activities/${plan.activity}/bundle`;
  const body = { device: device.device, clock: instant(Date.now()) };
  const { dead_cards, ...answer } = await asDevice<BundleAnswer>(device, 'POST', path, body);
  const { activity, title, starts_at } = plan;
  const bundle = { ...answer, activity, title, starts_at, dead: dead_cards.map((one) => one.mark) };
  await change<Kept>(place(device), (kept) => ({ ...goodBundles(kept ?? {}, Date.now()), [activity]: bundle }));
  return bundle;
}

export const groupOf = (stay: Stay) => stay.activity + ' ' + stay.bundle;

export async function sendStays(device: Device, items: Item<Stay>[]): Promise<Answer[]> {
  const { activity, bundle } = items[0]!.body;
  const lines = items.map(({ number, at, body }) => ({ ...body, number, seconds: seconds(at) }));
  const signature = await sign(device, staysText(device.village, activity, device.device, bundle, lines));
  const body = {
    device: device.device,
    bundle,
    items: items.map(({ number, at, body: { what, person, way } }) => ({ number, what, person, at: instant(at), way })),
    signature,
  };
  const answer = await asDevice<{ items: { number: number; code?: string | null; title?: string | null }[] }>(
    device, 'POST', `/activities/${activity}/batch`, body,
  );
  return answer.items.map(({ number, code, title }) => (code ? { number, why: title ?? code } : { number }));
}
