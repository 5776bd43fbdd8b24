// Each view in each appearance and language, by the rules of WCAG 2.2 AA.
// SPDX-License-Identifier: Apache-2.0
import AxeBuilder from '@axe-core/playwright';
import { expect, openToEverybody, test, viewOf } from './fixtures.ts';

const there = '.place-row, .history .chart, .planning table, .report table, .editor .zones';

for (const theme of ['dark', 'light']) {
  for (const locale of ['en-GB', 'fr-FR']) {
    test.describe(`${theme}, ${locale}`, () => {
      test.use({ locale });
      for (const view of ['live', 'wall', 'history', 'report', 'planning', 'editor']) {
        test(`${view} is open to everybody`, async ({ strict, mock }) => {
          await strict.addInitScript((chosen) => localStorage.setItem('theme', chosen), theme);
          await strict.goto(viewOf(mock, view, { site: 'Central station' }));
          await strict.waitForSelector(there);
          if (view === 'live') await strict.locator('.place-row').nth(1).click();
          const { violations } = await new AxeBuilder({ page: strict })
            .withTags(openToEverybody)
            .analyze();
          expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        });
      }
    });
  }
}

test('a page that is not open to everybody is found', async ({ page, mock }) => {
  await page.goto(viewOf(mock, 'live'));
  await page.waitForSelector('.place-row');
  await page.evaluate(() =>
    document.querySelector('.place-row .badge')!.removeAttribute('aria-label'),
  );
  await page.evaluate(() =>
    document.querySelector('select')!.parentElement!.querySelector('.for-readers')!.remove(),
  );
  const { violations } = await new AxeBuilder({ page }).withTags(openToEverybody).analyze();
  expect(violations.map(({ id }) => id)).toContain('select-name');
});
