import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { inFours, spelled, squares } from './squares';

/* The path's runs as a picture of eight by eight points a module, for an independent reader. */
function pixels({ size, path }: { size: number; path: string }) {
  const side = size * 8;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, wide] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * 8; row < (Number(y) + 1) * 8; row++) {
      for (let column = Number(x) * 8; column < (Number(x) + Number(wide)) * 8; column++) {
        data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return { data, side };
}

describe('a code as a picture', () => {
  it.each(['482719305512', 'ABCD2345EFGH', 'aB3-xY9_qqqq', 'SANBAO:IN:330109102201:A7:123456'])(
    '%s is read back by another reader',
    (text) => {
      const { data, side } = pixels(squares(text));
      expect(jsqr(data, side, side)?.data).toBe(text);
    },
  );
  it('twelve signs stand in fours', () => expect(inFours('482719305512')).toBe('4827 1930 5512'));
  it('is read out sign by sign', () => expect(spelled('48A')).toBe('4 8 A'));
});
