/* device.ts - this phone as an enrolled device: its own key, which never leaves it, and sessions
 * that it opens by itself, so that the two screens open without a network and without a log-in. */
import { ask, api, Trouble } from '../shell/api';
import { here, say, state } from '../shell/state';
import { texts as shellTexts } from '../shell/texts';
import { get, put } from './db';
import { enrolText, hex, sessionText } from './lines';

export type Use = 'leader' | 'shop';

export interface Device {
  use: Use;
  village: string;
  device: string;
  name: string;
  shop: string | null;
  ends_at: string;
  keys: CryptoKeyPair;
}

const FLAG = 'sanbao.field';

/* Read before the store is: whether a screen may open without a log-in. */
export function hasDevice(): boolean {
  try {
    return localStorage.getItem(FLAG) === '1';
  } catch {
    return false;
  }
}

/* Keys and cameras are given to pages that came safely (https, or this machine) alone. */
export function canEnrol(): boolean {
  return isSecureContext && typeof crypto.subtle !== 'undefined' && typeof indexedDB !== 'undefined';
}

export function deviceOf(use: Use): Promise<Device | undefined> {
  return get<Device>('device ' + use);
}

export async function sign(device: Device, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return hex(new Uint8Array(await crypto.subtle.sign('Ed25519', device.keys.privateKey, bytes)));
}

export async function enrol(use: Use, name: string): Promise<Device> {
  const keys = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = hex(new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)));
  const village = here();
  const made = { use, village, keys, device: '', name, shop: null, ends_at: '' } as Device;
  const proof = await sign(made, enrolText(village, publicKey));
  const body = { use, name, public_key: publicKey, proof };
  const params = { path: { village } };
  const answer = await ask(api.POST('/api/v1/villages/{village}/devices', { params, body }));
  made.device = answer.device;
  made.shop = answer.shop;
  made.ends_at = answer.ends_at;
  await put('device ' + use, made);
  localStorage.setItem(FLAG, '1');
  void navigator.storage?.persist?.(); // asks the browser not to clear what is not sent yet
  return made;
}

/* ---- requests in the device's own name ---- */

const tokens = new Map<string, string>();

async function request(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const type: Record<string, string> = text === undefined ? {} : { 'Content-Type': 'application/json' };
  const language = state.lang === 'zh' ? 'zh-CN' : 'en';
  const all = { 'Accept-Language': language, 'X-Sanbao': '1', ...type, ...headers };
  try {
    return await fetch(path, { method, body: text, headers: all, credentials: 'omit', signal: AbortSignal.timeout(15000) });
  } catch {
    throw new Trouble(0, 'offline', say(shellTexts.offlineHead), say(shellTexts.offlineBody));
  }
}

async function troubleOf(answer: Response): Promise<Trouble> {
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const words = (key: string) => (body[key] === undefined ? '' : String(body[key]));
  return new Trouble(answer.status, words('code'), words('title') || say(shellTexts.wentWrong), words('detail'));
}

async function tryToEnter(device: Device, seconds: number): Promise<Response> {
  const signature = await sign(device, sessionText(device.device, seconds));
  return request('POST', '/api/v1/sessions', { device: device.device, signed_at: seconds, signature }, {});
}

/* A clock that is a quarter of an hour off is reckoned with elsewhere and must not keep a phone
 * from sending: where its own hour is refused, it signs the one that the answer tells. */
async function openSession(device: Device): Promise<string> {
  let answer = await tryToEnter(device, Math.floor(Date.now() / 1000));
  const said = Date.parse(answer.headers.get('Date') ?? '') / 1000;
  if (!answer.ok && Math.abs(said - Date.now() / 1000) > 60) answer = await tryToEnter(device, said);
  if (!answer.ok) throw await troubleOf(answer);
  const { token } = (await answer.json()) as { token: string };
  tokens.set(device.device, token);
  return token;
}

export async function asDevice<Data>(
  device: Device,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  key?: string,
): Promise<Data> {
  const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
  const whole = `/api/v1/villages/${device.village}${path}`;
  for (let again = false; ; again = true) {
    const token = (again ? undefined : tokens.get(device.device)) ?? (await openSession(device));
    const answer = await request(method, whole, body, { ...headers, Authorization: 'Bearer ' + token });
    if (answer.status === 401 && !again) continue;
    if (!answer.ok) throw await troubleOf(answer);
    return (await answer.json()) as Data;
  }
}
