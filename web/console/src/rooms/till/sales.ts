/* sales.ts - what a shop's phone takes along, what it sells, and how it tells the village. */
import { asDevice, sign, type Device } from '../../field/device';
import { get, put } from '../../field/db';
import { salesText } from '../../field/lines';
import type { Answer, Item, Queue } from '../../field/queue';
import { instant, seconds } from '../../field/time';
import { asTrouble } from '../../shell/api';

export interface Goods {
  goods: string;
  name: string;
  points: number;
  cash_fen: number;
  stock?: number | null;
}

export interface Hold {
  hold: number;
  name: string;
  card?: string | null;
  points: number;
  ends_at: string;
}

export interface Shelf {
  goods: Goods[];
  holds: Hold[];
  dead: string[];
}

interface Sold {
  name: string;
  what: string;
  goods: string;
  quantity: number;
  points: number;
}
/* With a network a scan is booked under a key of its own; without, from a hold. */
export type Sale = Sold & ({ kind: 'scan'; scan: string; key: string } | { kind: 'hold'; hold: number });

const place = (device: Device) => 'shelf ' + device.device;
const shopOf = (device: Device) => `/shops/${device.shop}`;

export async function keptShelf(device: Device): Promise<Shelf> {
  return (await get<Shelf>(place(device))) ?? { goods: [], holds: [], dead: [] };
}

export async function takeShelf(device: Device): Promise<Shelf> {
  const path = `${shopOf(device)}/devices/${device.device}/bundle`;
  const bundle = await asDevice<{ holds: Hold[]; dead_cards: { mark: string }[] }>(device, 'GET', path);
  const list = await fetch(`/api/v1/villages/${device.village}${shopOf(device)}/goods?limit=200`);
  const goods = list.ok ? ((await list.json()) as { items: Goods[] }).items : (await keptShelf(device)).goods;
  const shelf = { goods, holds: bundle.holds, dead: bundle.dead_cards.map((one) => one.mark) };
  await put(place(device), shelf);
  return shelf;
}

/* What is left of a hold: less what this phone sold from it and the village has not taken yet. */
export function leftOf(hold: Hold, queue: Queue<Sale>, now: number): number {
  if (Date.parse(hold.ends_at) <= now) return 0;
  const sold = queue.items.filter(({ body, state }) => body.kind === 'hold' && body.hold === hold.hold && (state === 'held' || state === 'tried'));
  return hold.points - sold.reduce((sum, one) => sum + one.body.points, 0);
}

/* The one that a sale is paid from: that which ends first of those with enough. */
export function holdFor(holds: readonly Hold[], points: number, queue: Queue<Sale>, now: number): Hold | undefined {
  const enough = holds.filter((one) => leftOf(one, queue, now) >= points);
  return enough.sort((a, b) => Date.parse(a.ends_at) - Date.parse(b.ends_at))[0];
}

export const groupOf = (sale: Sale) => (sale.kind === 'scan' ? sale.key : 'holds');

async function sendScan(device: Device, number: number, sale: Sale & { kind: 'scan' }): Promise<Answer[]> {
  const { scan, goods, quantity, points } = sale;
  try {
    await asDevice(device, 'POST', `${shopOf(device)}/redemptions`, { scan, goods, quantity, points }, sale.key);
    return [{ number }];
  } catch (error) {
    const trouble = asTrouble(error);
    const decided = trouble.status >= 400 && trouble.status < 500 && ![401, 408, 429].includes(trouble.status);
    if (!decided) throw error;
    return [{ number, why: [trouble.message, trouble.detail].filter(Boolean).join('　') }];
  }
}

export async function sendSales(device: Device, items: Item<Sale>[]): Promise<Answer[]> {
  const first = items[0]!;
  if (first.body.kind === 'scan') return sendScan(device, first.number, first.body);
  const sold = items.flatMap((item) => (item.body.kind === 'hold' ? [{ ...item.body, number: item.number, at: item.at }] : []));
  const lines = sold.map(({ number, hold, goods, quantity, points, at }) => ({ number, hold, goods, quantity, points, cash: 0, seconds: seconds(at) }));
  const signature = await sign(device, salesText(device.village, device.shop!, device.device, lines));
  const body = {
    items: sold.map(({ number, hold, goods, quantity, points, at }) => ({ number, hold, goods, quantity, points, cash_fen: 0, at: instant(at) })),
    signature,
  };
  const path = `${shopOf(device)}/devices/${device.device}/batches`;
  const answer = await asDevice<{ items: { number: number; code?: string | null; title?: string | null }[] }>(device, 'POST', path, body);
  return answer.items.map(({ number, code, title }) => (code ? { number, why: title ?? code } : { number }));
}
