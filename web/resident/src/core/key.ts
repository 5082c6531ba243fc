/* key.ts - a key for a request that binds: UUIDv7, so that the log stays in order of time. The
 * mini program has no crypto of the browser's; its random numbers only keep two phones apart. */

export function newKey(now = Date.now()): string {
  const bytes = Array.from({ length: 16 }, () => Math.trunc(Math.random() * 256));
  if (typeof crypto === 'object') crypto.getRandomValues(new Uint8Array(16)).forEach((b, i) => (bytes[i] = b));
  for (let i = 0; i < 6; i++) bytes[i] = Math.trunc(now / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
