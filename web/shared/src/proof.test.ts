/* Receipts that the program made of the sample village (proof.vectors.json). */
import { describe, expect, it } from 'vitest';
import { fromBase64, toUtf8 } from './bytes';
import { checkReceipt, readKey } from './proof';
import vectors from './proof.vectors.json';
import { readRecord } from './record';

const key = readKey(vectors.key)!;
const text = (what: string) => vectors.receipts.find((one) => one.what === what)!;
const award = text('an award');
const swap = (whole: string, at: number, bit: number) =>
  whole.slice(0, at) + String.fromCharCode(whole.charCodeAt(at) ^ bit) + whole.slice(at + 1);
const fault = (receipt: string, index = award.index) => {
  const checked = checkReceipt(receipt, index, key);
  return checked.holds ? 'holds' : checked.fault;
};

describe('a receipt of the real program', () => {
  it.each(vectors.receipts)('of $what holds', ({ index, text: receipt }) => {
    expect(checkReceipt(receipt, index, key)).toMatchObject({
      holds: true,
      proven: { log: key.name, size: 12982, record: { index } },
    });
  });
  it.each(vectors.receipts)('of $what fails whichever letter of it is another one', ({ index, text: receipt }) => {
    for (let at = 0; at < receipt.length; at++) {
      expect(fault(swap(receipt, at, 1), index), `letter ${at}`).not.toBe('holds');
    }
  }, 60000);
  it('fails wherever it is cut off', () => {
    for (let at = 0; at < award.text.length; at++) expect(fault(award.text.slice(0, at))).not.toBe('holds');
  });
  it('tells whose record it is, what for, how many points and what was left', () => {
    const checked = checkReceipt(award.text, award.index, key);
    expect(checked.holds && checked.proven.record).toMatchObject({
      what: 'award',
      day: '2021-11-12',
      village: '330109102201',
      person: 'f24425dd49ccc385422468f48b9dd2c2',
      rule: 'ENV-01',
      activity: 'A0320',
      granted: 80,
      balance: 165,
      capped: false,
    });
  });
  it('of a redemption tells what it cost', () => {
    const spent = text('a redemption');
    const checked = checkReceipt(spent.text, spent.index, key);
    expect(checked.holds && checked.proven.record).toMatchObject({ what: 'redeem', granted: 75, balance: 90 });
  });
});

describe('a receipt does not hold', () => {
  const lines = award.text.split('\n');
  const signature = lines[lines.length - 2]!;
  const foreign = '— somebody.example/log AQIDBAUGBwgJCgsMDQ4PEA==';
  it.each([
    ['where it is of another record', award.text, award.index + 1, 'other_record'],
    ['of another record under this number', award.text.replace(/index \d+/, 'index 12434'), 12434, 'path'],
    ['with a line of the path too few', [...lines.slice(0, 3), ...lines.slice(4)].join('\n'), award.index, 'path'],
    ['with a line of the path too many', [...lines.slice(0, 4), ...lines.slice(3)].join('\n'), award.index, 'path'],
    ['with a leading zero', award.text.replace('index ', 'index 0'), award.index, 'malformed'],
    ['with Windows line ends', award.text.replaceAll('\n', '\r\n'), award.index, 'malformed'],
    ['without its record', award.text.replace(/extra .*\n/, ''), award.index, 'malformed'],
    ['with words behind the last line', award.text + 'x', award.index, 'malformed'],
    ['without a signature of the log', award.text.replace(signature, foreign), award.index, 'signature'],
    ['without any signature', award.text.replace(signature + '\n', ''), award.index, 'malformed'],
    ['beyond any length', award.text + ' '.repeat(100000), award.index, 'malformed'],
    ['where it is empty', '', 0, 'malformed'],
  ])('%s', (_, receipt, index, why) => expect(fault(receipt, index)).toBe(why));
  it('beside a signature of somebody else it holds all the same', () =>
    expect(fault(award.text.replace(signature, foreign + '\n' + signature))).toBe('holds'));
  it('by the key of another log', () => {
    const other = readKey('example.org/other+' + '5a0c6c1e' + '+' + vectors.key.split('+').slice(2).join('+'));
    expect(other).toBeUndefined(); // the id does not follow from that name
  });
});

describe('a key', () => {
  it.each([
    ['as it is printed', vectors.key, true],
    ['with another letter in its name', swap(vectors.key, 0, 1), false],
    ['with another id', vectors.key.replace(/\+(.)/, (_, digit: string) => '+' + (digit === '0' ? '1' : '0')), false],
    ['cut short', vectors.key.slice(0, -4), false],
    ['of nothing', '', false],
  ])('%s', (_, written, right) => expect(readKey(written) !== undefined).toBe(right));
});

describe('base64', () => {
  it.each([
    ['AA==', [0]],
    ['AAE=', [0, 1]],
    ['/+8A', [255, 239, 0]],
    ['', []],
  ])('%s is read', (written, bytes) => expect(Array.from(fromBase64(written)!)).toEqual(bytes));
  it.each(['A', 'AA', 'AA=', 'AB==', 'AAF=', 'A-==', '====', 'AA==AA==', ' AA=', 'AA=='.repeat(2)])('%s is refused', (written) =>
    expect(fromBase64(written)).toBeUndefined());
});

describe('what else is read', () => {
  it('Chinese, an em dash and a rare character as UTF-8', () =>
    expect(Array.from(toUtf8('a村—𠮷'))).toEqual([97, 230, 157, 145, 226, 128, 148, 240, 160, 174, 183]));
  it.each([
    ['no bytes of a message', [0x0a, 0x05, 0x01]],
    ['a number without an end', [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['a group, which no record has', [0x0b]],
  ])('%s is no record', (_, bytes) => expect(readRecord(Uint8Array.from(bytes))).toBeUndefined());
});
