/* picture.mjs OUT.png PATH [NUMBER] [WIDTHxHEIGHT] [LANG] [--full]: one picture of one page, as the
 * person with that number of the sample sees it ("-": a stranger). For looking at while working:
 *   node web/e2e/picture.mjs /tmp/inbox.png /console/ T01 1280x800 */
import { House, SIZES } from './house.mjs';

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const [out, path, number = '-', size = '1280x800', lang = 'zh-CN'] = words;
if (out === undefined || path === undefined) {
  console.error('picture.mjs OUT.png PATH [NUMBER] [WIDTHxHEIGHT] [LANG] [--full]');
  process.exit(2);
}
const [width, height] = size.split('x').map(Number);
const house = new House();
try {
  if (number !== '-') house.grant(number);
  await house.start();
  const page = await house.window(number === '-' ? undefined : number, {
    size: { ...SIZES.desk, width, height },
    lang,
  });
  await page.goto(house.url + path);
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined); // streams
  await page.screenshot({ path: out, fullPage: process.argv.includes('--full') });
  for (const fault of house.faults) console.error(fault);
} finally {
  await house.close();
}
