/* check.mjs - what a scene is made of, and how scenes are told apart: each check is a sentence. */
import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './house.mjs';

export const checks = [];

/* A check gets the house of its scene; the checks of one scene run in order, in one house. */
export function check(sentence, run) {
  checks.push({ sentence, run });
}

export function must(truth, otherwise) {
  if (!truth) throw new Error(otherwise);
}

/* Nothing that axe calls serious or critical (WCAG 2.1 A and AA). */
export async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa']).analyze();
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  must(
    bad.length === 0,
    `${page.url()}: ` +
      bad.map(({ id, nodes }) => `${id} at ${nodes.slice(0, 3).map(({ html }) => html)}`).join('; '),
  );
}

/* Nothing reaches beyond the window's sides: a villager's phone does not scroll sideways. */
export async function fits(page) {
  const over = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > width ? document.documentElement.scrollWidth - width : 0;
  });
  must(over === 0, `${page.url()}: ${over} px too wide`);
}

export async function picture(page, name) {
  const folder = join(ROOT, 'build/pictures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/* Streams never end: what is waited for is that nothing else is under way. */
export async function settled(page) {
  await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => undefined);
}
