/* lines.ts - what a device signs: lines of text, each ended by a line feed, whose first says what
 * for (docs/devices.md, docs/tills.md); and what stands in a card's QR code. */

export interface StayLine {
  number: number;
  what: 'in' | 'out';
  person: string;
  seconds: number;
  way: 'card' | 'hand';
}

export interface SaleLine {
  number: number;
  hold: number;
  goods: string;
  quantity: number;
  points: number;
  cash: number;
  seconds: number;
}

const lines = (...parts: string[]) => parts.map((part) => part + '\n').join('');

export function enrolText(village: string, publicKey: string): string {
  return lines('sanbao-device/v1', village, publicKey);
}

export function sessionText(device: string, seconds: number): string {
  return lines('sanbao-device-session/v1', device, String(seconds));
}

export function staysText(village: string, activity: string, device: string, bundle: string, items: readonly StayLine[]): string {
  const rows = items.map((one) => `${one.number} ${one.what} ${one.person} ${one.seconds} ${one.way}`);
  return lines('sanbao-batch/v1', `${village} ${activity}`, `${device} ${bundle}`, ...rows);
}

export function salesText(village: string, shop: string, device: string, items: readonly SaleLine[]): string {
  const rows = items.map((one) =>
    [one.number, one.hold, one.goods, one.quantity, one.points, one.cash, one.seconds].join(' '),
  );
  return lines('sanbao-till/v1', `${village} ${shop}`, device, ...rows);
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function unhex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const utf8 = new TextEncoder();

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

function base32(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 5) >> 3);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    held = ((held << 5) | LETTERS.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[at++] = (held >> (bits -= 8)) & 0xff;
  }
  return bytes;
}

/* What a scanned or typed text is. A card's number has nine digits, a code to pay with twelve at
 * most; a card's QR code 32 letters and digits. */
export function kindOf(text: string): 'card' | 'digits' | 'other' {
  const plain = text.trim().toUpperCase();
  if (/^[A-Z2-7]{32}$/.test(plain)) return 'card';
  return /^\d{4,12}$/.test(plain.replace(/[\s-]/g, '')) ? 'digits' : 'other';
}

/* The mark by which bundles know a card; undefined where the code's own check does not hold. */
export async function cardMark(text: string): Promise<string | undefined> {
  if (kindOf(text) !== 'card') return undefined;
  const bytes = base32(text.trim().toUpperCase());
  const body = bytes.slice(0, 17);
  const check = await sha256(utf8.encode('sanbao-card-check/v1'), body);
  if (body[0] !== 1 || [0, 1, 2].some((i) => check[i] !== bytes[17 + i])) return undefined;
  return hex((await sha256(utf8.encode('sanbao-card/v1'), body.slice(1))).slice(0, 16));
}

/* The code that is shown at a time: RFC 4226 over the number of the half minute. */
export async function rotatingCode(secret: string, seconds: number, step: number): Promise<string> {
  const message = new Uint8Array(12);
  message[0] = 8;
  new DataView(message.buffer).setBigUint64(4, BigInt(Math.floor(seconds / step)));
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', unhex(secret), algorithm, false, ['sign']);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, message));
  const at = mac.getUint8(mac.byteLength - 1) & 15;
  return String((mac.getUint32(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}
