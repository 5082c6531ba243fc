/* run.mjs [PART]: the scenes in scenes/, each in a house of its own, reported in TAP. PART: only the
 * scenes whose file has it in its name. SANBAO names another program than build/sanbao. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from './check.mjs';
import { House } from './house.mjs';

const SECONDS_MAX = 120; // of one check
const folder = join(dirname(fileURLToPath(import.meta.url)), 'scenes');
const part = process.argv[2] ?? '';

if (!existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')) {
  console.log('1..0 # SKIP there is no Chromium');
  process.exit(77);
}

let number = 0;
let failed = 0;

async function inTime(run, house) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took over ${SECONDS_MAX} s`)), SECONDS_MAX * 1000);
  });
  await Promise.race([run(house), late]).finally(() => clearTimeout(timer));
  if (house.faults.length > 0) throw new Error(house.faults.splice(0).join('\n'));
}

for (const file of readdirSync(folder).filter((name) => name.includes(part)).sort()) {
  checks.length = 0;
  const { setUp } = await import(join(folder, file));
  const house = new House();
  try {
    await setUp(house);
    for (const { sentence, run } of checks.splice(0)) {
      number++;
      try {
        await inTime(run, house);
        console.log(`ok ${number} - ${file.replace('.mjs', '')}: ${sentence}`);
      } catch (error) {
        failed++;
        console.log(`not ok ${number} - ${file.replace('.mjs', '')}: ${sentence}`);
        console.log('# ' + String(error.stack ?? error).replaceAll('\n', '\n# '));
        house.faults.length = 0;
      }
    }
  } finally {
    await house.close();
  }
}
console.log(`1..${number}`);
process.exit(failed > 0 ? 1 : 0);
