/* offline.ts - lets a screen open without a network: what it is made of is kept by a service worker
 * of /console/ alone. */
export async function keepPage() {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/console/sw.js', { scope: '/console/' });
    const ready = await navigator.serviceWorker.ready;
    await import('jsqr'); // the reader of codes comes along
    const loaded = performance.getEntriesByType('resource').map((entry) => entry.name);
    const parts = loaded.filter((url) => new URL(url).pathname.startsWith('/console/assets/'));
    ready.active?.postMessage({ keep: ['/console/', ...new Set(parts)] });
  } catch {
    /* An address that is not safe has no service worker; the screen works while it stays open. */
  }
}
