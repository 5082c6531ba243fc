/* embed.mjs PAGES: makes of the built faces what the program takes in: each file plain, gzip and
 * brotli, their bytes as an assembler file, their names and checksums as a C table. Fails where a
 * face asks another host for something, or weighs more than its budget. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const pages = process.argv[2];
const out = join(pages, 'embedded');
const FACES = ['cockpit', 'console', 'resident'];
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const PACKED = /\.(css|html|js|json|svg|txt|ttf|wasm|webmanifest)$/;
/* What is loaded before the first page stands there, in bytes of gzip, and chunks that belong to it
 * though they are fetched by the program. */
const BUDGETS = {
  cockpit: { most: 300 * 1024, also: /^\/assets\/lines-/ }, // the chart follows at once
  console: { most: 250 * 1024 },
  resident: { most: 150 * 1024, also: /^\/assets\/pages-home-home\./ },
};
const HASHED = /[-.][A-Za-z0-9_-]{8}\.\w+$/; // as Vite names what it has hashed

function* filesUnder(folder, name = '') {
  for (const entry of readdirSync(join(folder, name), { withFileTypes: true })) {
    const path = name + '/' + entry.name;
    if (entry.isDirectory()) yield* filesUnder(folder, path);
    else yield path;
  }
}

/* The files that a face's first page needs: what index.html names, and what that imports. */
function firstFiles(face) {
  const folder = join(pages, face);
  const all = new Set(filesUnder(folder));
  const wanted = ['/index.html', ...[...all].filter((path) => BUDGETS[face].also?.test(path))];
  for (const path of wanted) {
    if (!/\.(js|html)$/.test(path)) continue;
    const text = readFileSync(join(folder, path), 'utf8');
    const named = path.endsWith('.html')
      ? text.matchAll(/(?:src|href)="([^"]+)"/g)
      : text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g);
    for (const [, name] of named) {
      const found = new URL(name, `http://x/${face}${path}`).pathname.slice(face.length + 1);
      if (all.has(found) && !wanted.includes(found)) wanted.push(found);
    }
  }
  return wanted;
}

function weigh(face) {
  const bytes = firstFiles(face).reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(pages, face, path)), { level: 9 }).length,
    0,
  );
  console.log(`embed: ${face}: ${bytes} bytes of gzip before the first page`);
  if (bytes > BUDGETS[face].most) throw new Error(`embed: ${face} may have ${BUDGETS[face].most}`);
}

function form(symbol, bytes, assembly) {
  writeFileSync(join(out, symbol), bytes);
  assembly.push(`.globl ${symbol}`, `${symbol}:`, `.incbin "${symbol}"`);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
  return `{${symbol}, ${bytes.length}, "\\"${hash}\\""}`;
}

FACES.forEach(weigh);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const assembly = ['/* Made by web/embed.mjs. */', '.section .rodata'];
const declared = [];
const rows = [];
const paths = FACES.flatMap((face) => Array.from(filesUnder(pages, face), (path) => '/' + path));
paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
paths.forEach((path, index) => {
  const type = TYPES[extname(path)];
  if (type === undefined) throw new Error(`embed: no content type is known for ${path}`);
  const bytes = readFileSync(join(pages, path));
  const forms = { plain: bytes };
  if (PACKED.test(path)) {
    forms.gzip = gzipSync(bytes, { level: 9 });
    forms.brotli = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
  }
  const cells = [];
  for (const [name, packed] of Object.entries(forms)) {
    if (name !== 'plain' && packed.length >= bytes.length) continue;
    const symbol = `page_${index}_${name}`;
    declared.push(`extern const unsigned char ${symbol}[];`);
    cells.push(`.${name} = ${form(symbol, packed, assembly)}`);
  }
  rows.push(`{"${path}", "${type}", ${HASHED.test(path)}, ${cells.join(', ')}},`);
});
assembly.push('.section .note.GNU-stack,"",%progbits', '');
writeFileSync(join(out, 'pages_bytes.S'), assembly.join('\n'));
writeFileSync(
  join(out, 'pages_table.c'),
  [
    '/* Made by web/embed.mjs. */',
    '#include "pages/pages.h"',
    ...declared,
    'const struct page pages_table[] = {',
    ...rows,
    '};',
    'const size_t pages_count = sizeof pages_table / sizeof pages_table[0];',
    '',
  ].join('\n'),
);
console.log(`embed: ${rows.length} files`);
