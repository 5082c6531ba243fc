/* record.ts - what stands in the bytes of a record (proto/operation.proto): as far as a villager
 * needs it to see that the entry shown is the entry recorded. The bytes are checked before, by
 * proof.ts; here they are only read. */
import { toHex } from './bytes';

export interface Recorded {
  index: number;
  day: string;
  village: string;
  what: string; // the action's name in the record, or '' where this reader does not know it
  person: string; // 32 letters; '' where the action is about nobody, or names only another record
  rule: string; // the rule's or the goods' code
  activity: string;
  from: number; // of an attendance: in and out, in seconds since 1970; else 0
  to: number;
  proposer: string;
  approver: string;
  granted: number;
  balance: number;
  capped: boolean;
}

/* Fields of Operation.action that change a balance: name, and which of their own fields hold the
 * person and the code. */
const ACTIONS: Record<number, { what: string; person?: number; code?: number }> = {
  24: { what: 'bequest', person: 1 },
  25: { what: 'inherit' },
  36: { what: 'award', person: 1, code: 2 },
  37: { what: 'award_unfunded' },
  38: { what: 'release' },
  39: { what: 'void' },
  40: { what: 'reverse' },
  50: { what: 'redeem', person: 1, code: 3 },
  51: { what: 'refund' },
  53: { what: 'expire', person: 1 },
  55: { what: 'hold', person: 1, code: 2 },
  56: { what: 'hold_redeem', code: 2 },
  57: { what: 'hold_release' },
};

interface Field {
  number: number;
  value: number; // of a whole number
  bytes: Uint8Array; // of all else
}

class Malformed extends Error {}

/* The fields of a message, in order. Whole numbers beyond 2^53 are not of this village. */
function fields(bytes: Uint8Array): Field[] {
  const all: Field[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 56) throw new Malformed();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    if (value > Number.MAX_SAFE_INTEGER) throw new Malformed();
    return value;
  };
  while (at < bytes.length) {
    const tag = varint();
    const field: Field = { number: Math.floor(tag / 8), value: 0, bytes: new Uint8Array() };
    if (tag % 8 === 0) field.value = varint();
    else if (tag % 8 === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Malformed();
      field.bytes = bytes.subarray(at, at + length);
      at += length;
    } else throw new Malformed();
    all.push(field);
  }
  return all;
}

const one = (all: Field[], number: number) => all.find((field) => field.number === number);
const valueOf = (all: Field[], number: number) => one(all, number)?.value ?? 0;
const bytesOf = (all: Field[], number: number) => one(all, number)?.bytes ?? new Uint8Array();
const textOf = (all: Field[], number: number) => String.fromCharCode(...bytesOf(all, number)); // codes
const zigzag = (value: number) => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

function dayOf(days: number): string {
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

/* undefined where the bytes are no record. */
export function readRecord(bytes: Uint8Array): Recorded | undefined {
  try {
    const record = fields(bytes);
    const operation = fields(bytesOf(fields(bytesOf(record, 3)), 1));
    const outcome = fields(bytesOf(record, 4));
    const action = operation.find(({ number }) => number >= 16);
    const known = action && ACTIONS[action.number];
    const inner = known ? fields(action.bytes) : [];
    const stay = known?.what === 'award' ? inner : [];
    return {
      index: valueOf(record, 1),
      day: dayOf(zigzag(valueOf(record, 2))),
      village: textOf(operation, 3),
      what: known?.what ?? '',
      person: known?.person ? toHex(bytesOf(inner, known.person)) : '',
      rule: known?.code ? textOf(inner, known.code) : '',
      activity: textOf(stay, 3),
      from: zigzag(valueOf(stay, 4)),
      to: zigzag(valueOf(stay, 5)),
      proposer: toHex(bytesOf(operation, 5)),
      approver: toHex(bytesOf(operation, 6)),
      granted: valueOf(outcome, 1),
      balance: valueOf(outcome, 2),
      capped: valueOf(outcome, 3) === 1,
    };
  } catch (error) {
    if (error instanceof Malformed || error instanceof RangeError) return undefined;
    throw error;
  }
}
