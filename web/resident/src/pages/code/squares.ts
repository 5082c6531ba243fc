/* squares.ts - a text as a QR picture, drawn in the phone: nobody else learns the code. */
import qrcode from 'qrcode-generator';

export interface Squares {
  size: number; // modules, with the white around them
  path: string;
}

const WHITE = 4; // modules of white on each side, as the standard asks

export function squares(text: string): Squares {
  const made = qrcode(0, 'M');
  made.addData(text, /^\d+$/.test(text) ? 'Numeric' : /^[0-9A-Z $%*+\-./:]+$/.test(text) ? 'Alphanumeric' : 'Byte');
  made.make();
  const count = made.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (!made.isDark(row, column)) continue;
      let end = column + 1;
      while (end < count && made.isDark(row, end)) end++;
      path += `M${column + WHITE} ${row + WHITE}h${end - column}v1h${column - end}z`;
      column = end;
    }
  }
  return { size: count + 2 * WHITE, path };
}

/* In fours, as people read numbers out. */
export function inFours(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1 ');
}

/* Sign by sign: a voice would make one great number of it. */
export function spelled(code: string): string {
  return Array.from(code).join(' ');
}
