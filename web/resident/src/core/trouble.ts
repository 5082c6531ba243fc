/* trouble.ts - why something did not happen, in the service's own words where it gave any. */

export class Trouble extends Error {
  constructor(
    readonly status: number, // 0: the service was not reached
    readonly code: string,
    readonly title: string,
    readonly detail: string,
  ) {
    super(title);
  }

  static offline(): Trouble {
    return new Trouble(0, 'OFFLINE', '', '');
  }

  static of(status: number, body: unknown): Trouble {
    const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const word = (name: string) => (typeof said[name] === 'string' ? (said[name] as string) : '');
    return new Trouble(status, word('code'), word('title'), word('detail'));
  }

  get isOffline(): boolean {
    return this.status === 0;
  }

  /* The service may have done it all the same: only the same key may be sent again. */
  get isOpen(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

export function asTrouble(error: unknown): Trouble {
  return error instanceof Trouble ? error : new Trouble(-1, 'PROGRAM', String(error), '');
}
