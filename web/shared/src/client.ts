/* client.ts - the service as typed calls, for the two faces that run in a browser alone. The types
 * are made from docs/openapi.yaml at build time; a wrong path or field does not compile. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '../generated/schema';
import type { Lang } from './texts';

export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
}

/* A key for a request that binds: UUIDv7, so that the server's log stays in order of time. */
export function newKey(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.trunc(now / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function makeClient(lang: () => Lang, onSessionEnded: () => void) {
  const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
  const house: Middleware = {
    onRequest({ request }) {
      request.headers.set('Accept-Language', lang() === 'zh' ? 'zh-CN' : 'en');
      request.headers.set('X-Sanbao', '1'); // no other site's page can send it
      return request;
    },
    onResponse({ response }) {
      if (response.status === 401) onSessionEnded();
    },
  };
  client.use(house);
  return client;
}
