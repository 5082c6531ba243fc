/* api.ts - what the page asks of the service. */
import type { GeoMap } from './map/shapes';
import type { Snapshot } from './snapshot';
import { lang } from './say';

export class Refusal extends Error {
  constructor(readonly status: number, text: string) {
    super(text);
  }
}

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(path, {
    ...init,
    headers: {
      Accept: 'application/json',
      'Accept-Language': lang.value === 'zh' ? 'zh-CN' : 'en',
      ...(init.body === undefined ? {} : { 'Content-Type': 'application/json', 'X-Sanbao': '1' }),
    },
  });
  const body = (await answer.json().catch(() => ({}))) as T & { title?: string; detail?: string };
  if (!answer.ok) throw new Refusal(answer.status, body.detail ?? body.title ?? answer.statusText);
  return body;
}

export interface Me { villages: { code: string; name: string | null; roles: string[] }[]; device: boolean }
export interface Place { code: string; name: string | null }

export const village = (code: string, rest = ''): string => `/api/v1/villages/${encodeURIComponent(code)}${rest}`;

export const api = {
  me: () => ask<Me>('/api/v1/me'),
  villages: () => ask<{ items: Place[] }>('/api/v1/villages?limit=200'),
  login: (body: object) =>
    ask<object>('/api/v1/sessions', { method: 'POST', body: JSON.stringify({ ...body, cookie: true }) }),
  snapshot: (code: string, on?: string, signal?: AbortSignal) =>
    ask<Snapshot>(village(code, '/cockpit') + (on === undefined ? '' : `?on=${on}`), { signal }),
  map: (code: string) => ask<GeoMap>(village(code, '/map')),
};
