/* request.ts - one way to ask the service, the same in a browser and in WeChat. Paths, parameters
 * and answers are those of docs/openapi.yaml: a wrong one does not compile. */
import type { paths } from '../generated/schema';
import { lang } from './say';
import { Trouble } from './trouble';

type Method = 'get' | 'post' | 'put' | 'delete';
type Path<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends undefined ? never : P;
}[keyof paths];
type Route<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;
type Json<T> = T extends { content: { 'application/json': infer A } } ? A : undefined;
export type Answer<P extends keyof paths, M extends Method> =
  Route<P, M> extends { responses: { 200: infer R } } ? Json<R> : undefined;
type Body<P extends keyof paths, M extends Method> =
  Route<P, M> extends { requestBody?: infer B } ? Json<NonNullable<B>> : undefined;
type Part<P extends keyof paths, M extends Method, K extends 'path' | 'query'> =
  Route<P, M> extends { parameters: { [X in K]?: infer T } } ? T : undefined;

export interface Ask<P extends keyof paths, M extends Method> {
  path?: Part<P, M, 'path'>;
  query?: Part<P, M, 'query'>;
  body?: Body<P, M>;
  key?: string; // Idempotency-Key: sent again, it counts once
}

const PATIENCE_MS = 20000;

/* A browser asks the server that gave it the page; the mini program is built for one. */
let host: string = import.meta.env.VITE_SANBAO_HOST ?? 'http://127.0.0.1:8080';
/* #ifdef H5 */
host = '';
/* #endif */

let onEnded: () => void = () => undefined;
let bearer: () => string = () => '';

/* Who holds the log-in says how it is shown, and what is done when it has ended. */
export function withSession(token: () => string, ended: () => void): void {
  bearer = token;
  onEnded = ended;
}

export function address(path: string, parts: object = {}, query: object = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String((parts as Record<string, unknown>)[name])),
  );
  const rest = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return host + filled + (rest.length > 0 ? '?' + rest.join('&') : '');
}

export function headers(key?: string): Record<string, string> {
  const all: Record<string, string> = {
    'Accept-Language': lang.value === 'zh' ? 'zh-CN' : 'en',
    'X-Sanbao': '1', // no other site's page can send it
  };
  const token = bearer();
  if (token !== '') all.Authorization = `Bearer ${token}`;
  if (key !== undefined) all['Idempotency-Key'] = key;
  return all;
}

function send<P extends keyof paths, M extends Method>(
  method: M,
  path: P,
  ask: Ask<P, M>,
): Promise<Answer<P, M>> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: address(path, ask.path as object, ask.query as object),
      method: method.toUpperCase() as 'GET',
      data: ask.body as object | undefined, // a route without one refuses even an empty one
      header: {
        ...headers(ask.key),
        ...(ask.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      timeout: PATIENCE_MS,
      success: ({ statusCode, data }) => {
        if (statusCode >= 200 && statusCode < 300) return resolve(data as unknown as Answer<P, M>);
        if (statusCode === 401) onEnded();
        reject(Trouble.of(statusCode, data));
      },
      fail: () => reject(Trouble.offline()),
    });
  });
}

export const get = <P extends Path<'get'>>(path: P, ask: Ask<P, 'get'> = {}) => send('get', path, ask);
export const post = <P extends Path<'post'>>(path: P, ask: Ask<P, 'post'> = {}) =>
  send('post', path, ask);
export const put = <P extends Path<'put'>>(path: P, ask: Ask<P, 'put'> = {}) => send('put', path, ask);
export const remove = <P extends Path<'delete'>>(path: P, ask: Ask<P, 'delete'> = {}) =>
  send('delete', path, ask);
