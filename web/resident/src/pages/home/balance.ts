/* balance.ts - what home shows of one's own: asked for together, kept together. */
import type { get as Get, Answer } from '../../core/request';

export interface Balance {
  own: Answer<'/api/v1/villages/{village}/me', 'get'>;
  village: Answer<'/api/v1/villages/{village}', 'get'>;
  last: Answer<'/api/v1/villages/{village}/me/entries', 'get'>['items'][number] | null;
}

/* undefined for a stranger: there is nothing to ask for. */
export async function askBalance(get: typeof Get, village: string): Promise<Balance | undefined> {
  if (village === '') return undefined;
  const path = { village };
  const [own, place, entries] = await Promise.all([
    get('/api/v1/villages/{village}/me', { path }),
    get('/api/v1/villages/{village}', { path }),
    get('/api/v1/villages/{village}/me/entries', { path, query: { limit: 1 } }),
  ]);
  return { own, village: place, last: entries.items[0] ?? null };
}
