/* sw.js - keeps what the console is made of, nothing of what it shows: files of /console/ alone.
 * The page itself comes from the network while there is one, so that a new version is seen at
 * once; files whose names hold their checksum come from here. */
const STORE = 'sanbao-console';
const PATIENCE_MS = 4000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/* Only what is asked for now stays: files of older versions go. */
async function keep(urls) {
  const store = await caches.open(STORE);
  const wanted = new Set(urls.map((url) => new URL(url, self.location.origin).href));
  await store.addAll([...wanted]);
  for (const request of await store.keys()) {
    if (!wanted.has(request.url)) await store.delete(request);
  }
}

self.addEventListener('message', (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

async function page(request) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) await store.put('/console/', answer.clone());
    return answer;
  } catch (error) {
    const kept = await store.match('/console/');
    if (kept === undefined) throw error;
    return kept;
  }
}

async function asset(request) {
  const store = await caches.open(STORE);
  return (await store.match(request)) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname === '/console/') event.respondWith(page(event.request));
  else if (url.pathname.startsWith('/console/assets/')) event.respondWith(asset(event.request));
});
