/* code.ts - what a leader's code says: which activity, and the digits of this half minute. */

export interface LeaderCode {
  village: string;
  activity: string;
  digits: string;
}

/* undefined: it is not a check-in code. */
export function readCode(text: string): LeaderCode | undefined {
  const parts = /^SANBAO:IN:([\w.-]{1,32}):([\w.-]{1,32}):(\d{6})$/.exec(text.trim());
  if (parts === null) return undefined;
  return { village: parts[1]!, activity: parts[2]!, digits: parts[3]! };
}
