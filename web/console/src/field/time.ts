/* time.ts - the phone's own clock as words and as the interface takes it. */

/* As an instant of the wall where the phone is, for words.ts's clock(). */
export function wallClock(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60000);
  return local.toISOString().slice(0, 19);
}

export function instant(at: number): string {
  return new Date(at).toISOString().slice(0, 19) + 'Z';
}

/* What is signed has no parts of a second. */
export function seconds(at: number): number {
  return Math.floor(at / 1000);
}
