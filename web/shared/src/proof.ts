/* proof.ts - the receipt of a record (.tlog-proof, docs/journal.md), checked where it is read: nothing
 * here trusts the server that sent it. The path leads from the record to the root (RFC 6962), the
 * root is signed by the log's key (c2sp.org/signed-note, Ed25519), and the key is one that the reader
 * had before. Runs the same in browsers without WebCrypto (a village's plain http) and in WeChat. */
import { ed25519 } from '@noble/curves/ed25519';
import { sha256 } from '@noble/hashes/sha2';
import { fromBase64, join, same, toHex, toUtf8 } from './bytes';
import { readRecord, type Recorded } from './record';

export interface LogKey {
  name: string; // the log's
  id: Uint8Array;
  publicKey: Uint8Array;
}

export interface Proven {
  record: Recorded;
  log: string;
  size: number; // of the log that was signed
}

/* Why not: the text is no receipt, another record was asked for, the path leads elsewhere, or the
 * head is not signed by that key. */
export type Fault = 'malformed' | 'other_record' | 'path' | 'signature';
export type Checked = { holds: true; proven: Proven } | { holds: false; fault: Fault };

const HASH_BYTES = 32;
const RECORD_BYTES_MAX = 8192;
const RECEIPT_LENGTH_MAX = 96 * 1024;
const PATH_MAX = 63;
const ED25519 = 0x01;
const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const SIGNER = '\u2014 ';

function wholeNumber(text: string): number | undefined {
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}

function keyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(join(toUtf8(name + '\n'), Uint8Array.of(ED25519), publicKey)).slice(0, 4);
}

/* "name+01234567+base64"; undefined where the id does not follow from name and key. */
export function readKey(text: string): LogKey | undefined {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const bytes = parts ? fromBase64(parts[3]!) : undefined;
  if (!parts || !bytes || bytes.length !== 1 + HASH_BYTES || bytes[0] !== ED25519) return undefined;
  const publicKey = bytes.slice(1);
  const id = keyId(parts[1]!, publicKey);
  return toHex(id) === parts[2] ? { name: parts[1]!, id, publicKey } : undefined;
}

interface Receipt {
  record: Uint8Array;
  index: number;
  path: Uint8Array[];
  note: string;
}

function readReceipt(text: string): Receipt | undefined {
  const blank = text.indexOf('\n\n');
  if (text.length > RECEIPT_LENGTH_MAX || blank < 0) return undefined;
  const [first, extra, index, ...hashes] = text.slice(0, blank).split('\n');
  if (first !== FIRST_LINE || !extra?.startsWith('extra ') || !index?.startsWith('index ')) return undefined;
  const record = fromBase64(extra.slice(6));
  const at = wholeNumber(index.slice(6));
  const path = hashes.map((line) => (line.length === 44 ? fromBase64(line) : undefined));
  if (!record || record.length === 0 || record.length > RECORD_BYTES_MAX || at === undefined) return undefined;
  if (path.length > PATH_MAX || path.some((hash) => hash?.length !== HASH_BYTES)) return undefined;
  return { record, index: at, path: path as Uint8Array[], note: text.slice(blank + 2) };
}

interface Head {
  signed: string; // the text that is signed
  signers: { name: string; bytes: Uint8Array }[];
  log: string;
  size: number;
  root: Uint8Array;
}

function readHead(note: string): Head | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || /[\0-\x09\x0b-\x1f\ufffd]/.test(note)) return undefined;
  const signed = note.slice(0, split + 1);
  const [log, count, hash, ...more] = signed.slice(0, -1).split('\n');
  const size = wholeNumber(count ?? '');
  const root = fromBase64(hash ?? '');
  if (!log || size === undefined || root?.length !== HASH_BYTES || more.length > 0) return undefined;
  const signers: Head['signers'] = [];
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [name, encoded, rest] = line.slice(SIGNER.length).split(' ');
    const bytes = fromBase64(encoded ?? '');
    if (!line.startsWith(SIGNER) || !name || !bytes || bytes.length < 5 || rest !== undefined) return undefined;
    signers.push({ name, bytes });
  }
  return { signed, signers, log, size, root };
}

/* Every signature under this key's name and id holds, and there is one. */
function isSigned(head: Head, key: LogKey): boolean {
  const ours = head.signers.filter(({ name, bytes }) => name === key.name && same(bytes.slice(0, 4), key.id));
  const text = toUtf8(head.signed);
  return ours.length > 0 && ours.every(({ bytes }) => verified(bytes.slice(4), text, key.publicKey));
}

function verified(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return signature.length === 64 && ed25519.verify(signature, text, publicKey, { zip215: false });
  } catch {
    return false; // not a point of the curve
  }
}

const node = (left: Uint8Array, right: Uint8Array) => sha256(join(Uint8Array.of(1), left, right));

/* RFC 9162, 2.1.3.2. Halved by division: a log may have more than 2^31 records. */
function leadsTo(leaf: Uint8Array, index: number, size: number, path: Uint8Array[]): Uint8Array | undefined {
  if (index >= size) return undefined;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      hash = node(sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else hash = node(hash, sibling);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hash : undefined;
}

/* `index`: the record that was asked for; a receipt of another one proves nothing about it. */
export function checkReceipt(text: string, index: number, key: LogKey): Checked {
  const no = (fault: Fault): Checked => ({ holds: false, fault });
  const receipt = readReceipt(text);
  const head = receipt && readHead(receipt.note);
  if (!receipt || !head) return no('malformed');
  if (receipt.index !== index) return no('other_record');
  const leaf = sha256(join(Uint8Array.of(0), receipt.record));
  const root = leadsTo(leaf, receipt.index, head.size, receipt.path);
  if (!root || !same(root, head.root)) return no('path');
  if (head.log !== key.name || !isSigned(head, key)) return no('signature');
  const record = readRecord(receipt.record);
  if (!record || record.index !== index) return no('malformed');
  return { holds: true, proven: { record, log: head.log, size: head.size } };
}
