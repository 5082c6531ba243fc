/* every_page - each page of each face, at each size that it is for: it opens without a fault, asks
 * no other host, fits, and axe finds nothing serious. Pictures of all go to build/pictures. */
import { accessible, check, fits, picture, settled } from '../check.mjs';
import { SIZES, VILLAGE } from '../house.mjs';
import { PAGES } from '../pages.mjs';

export async function setUp(house) {
  house.grant(...new Set(PAGES.map(({ number }) => number).filter(Boolean)));
  await house.start();
}

for (const { name, path, number, sizes, elder } of PAGES) {
  for (const size of sizes) {
    for (const lang of size === sizes[0] ? ['zh-CN', 'en-GB'] : ['zh-CN']) {
      check(`${name}, ${size}, ${lang}`, async (house) => {
        const page = await house.window(number, { size: SIZES[size], lang });
        try {
          if (elder) await page.addInitScript(() => localStorage.setItem('sanbao.elder', 'yes'));
          await page.goto(house.url + path.replace('{village}', VILLAGE));
          await settled(page);
          await picture(page, `${name}_${size}_${lang.slice(0, 2)}`);
          await fits(page);
          await accessible(page);
        } finally {
          await page.context().close();
        }
      });
    }
  }
}
