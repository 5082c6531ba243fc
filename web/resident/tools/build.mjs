/* build.mjs h5|mp-weixin: builds one target of the resident's face. What the faces share is copied
 * in first, since the mini program's build takes no file from outside its own folder. What uni-app
 * brings along that asks other hosts is taken out, and the build fails where any is left. */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = process.argv[2];
const out = join(root, '../../build/pages', target === 'h5' ? 'resident' : 'mini-program');

rmSync(join(root, 'src/generated'), { recursive: true, force: true });
cpSync(join(root, '../shared/src'), join(root, 'src/generated'), {
  recursive: true,
  filter: (path) => !path.endsWith('.test.ts') && !path.endsWith('client.ts'),
});
cpSync(join(root, '../shared/generated'), join(root, 'src/generated'), { recursive: true });
rmSync(out, { recursive: true, force: true });
execFileSync(join(root, 'node_modules/.bin/uni'), ['build', '-p', target], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, UNI_OUTPUT_DIR: out },
});

const OTHERS = /(https?:)?\/\/(?!127\.0\.0\.1|www\.w3\.org\/)[a-z0-9-]+(\.[a-z0-9-]+)+[^\s"'`)\\]*/g;
const left = [];
for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath ?? entry.path, entry.name);
  if (!entry.isFile() || !/\.(js|css|html|json|wxml|wxss|wxs)$/.test(path)) continue;
  const text = readFileSync(path, 'utf8');
  const clean = text
    .replace(/https?:\/\/cdn\.dcloud\.net\.cn\/[^"')]*/g, '') // shadows of a bar that is not used
    .replace(/https:\/\/(vuejs\.org|uniapp\.dcloud\.net\.cn)\/[\w\-./#]*/g, ''); // in messages
  if (clean !== text) writeFileSync(path, clean);
  for (const [url] of clean.matchAll(OTHERS)) left.push(`${relative(out, path)}: ${url}`);
}
if (left.length > 0) {
  console.error('asks another host:\n  ' + left.slice(0, 20).join('\n  '));
  process.exit(1);
}

/* WeChat takes two megabytes in the main package. */
if (target !== 'h5') {
  let bytes = 0;
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
  }
  console.log(`mini program: ${bytes} bytes`);
  if (bytes > 2 * 1024 * 1024) throw new Error('the mini program is larger than WeChat takes');
}
