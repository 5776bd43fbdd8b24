// The page as the program serves it, with what it counts in a recording.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { folder, openToEverybody, watchOver } from './fixtures.ts';
import { demo, missing, RealThrong } from './real_throng.ts';
import { drawnStill } from './still.ts';

const why = missing();
test.skip(why !== null, why ?? '');
test.use({ actionTimeout: 30_000 });
test.describe.configure({ mode: 'serial', timeout: 240_000 });

const personsIn = (page: Page): Promise<string[]> =>
  page.locator('.place-row .count').allInnerTexts();

test.describe('on this machine', () => {
  let throng: RealThrong;
  let broken: string[];
  test.beforeAll(async () => {
    throng = await RealThrong.start();
  });
  test.afterAll(() => throng?.stop());
  test.beforeEach(async ({ page }) => {
    broken = watchOver(page, throng.address);
    await page.goto(throng.address);
    await expect(page.locator('.place-row')).toHaveCount(2, { timeout: 60_000 });
  });
  test.afterEach(() => {
    expect(broken).toEqual([]);
  });

  test('the program has this page, and not an older one', async ({ request }) => {
    for (const file of ['page.js', 'page.css']) {
      const served = await (await request.get(throng.address + file)).text();
      const built = readFileSync(`${folder}/${file}`, 'utf8');
      expect(served === built, `${file}: build the program again`).toBe(true);
    }
  });

  test('the live view fills, and changes with what is counted', async ({ page }) => {
    await expect(page.locator('.plan-zone .number')).toHaveCount(2, { timeout: 60_000 });
    const first = await personsIn(page);
    expect(first.join()).toMatch(/^\d+ /);
    await expect.poll(() => personsIn(page), { timeout: 60_000 }).not.toEqual(first);
    await expect(page.locator('.connection').first()).toHaveText(/data \d+ s old/);
    await expect(page.locator('.connection-bar')).toHaveCount(0);
  });

  test('the live view is open to everybody', async ({ page }) => {
    await page.locator('.place-row').first().click();
    await expect(page.locator('.detail')).toContainText('Level of service');
    const { violations } = await new AxeBuilder({ page }).withTags(openToEverybody).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  test('an alarm of the recording is raised, and acknowledged', async ({ page }) => {
    const acknowledge = page.getByRole('button', { name: /^Acknowledge the alarm of / }).first();
    await expect(acknowledge).toBeVisible({ timeout: 180_000 });
    await expect(page.locator('.alarm').first()).toContainText(/\d+ persons \(\d+ - \d+\)/);
    await acknowledge.click();
    await expect(page.getByText(/seen by \w+, \d\d:\d\d/).first()).toBeVisible();
  });

  test('history has what was counted, over the span that was asked for', async ({ page }) => {
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('combobox', { name: 'Place' }).selectOption('east');
    await page.getByRole('button', { name: '1 h', exact: true }).click();
    await expect(page.getByRole('img', { name: 'Persons over time: east' })).toBeVisible();
    await expect(page.locator('.figures')).toContainText(/Highest \d+ at/);
    // All but the last minutes: nothing was counted before.
    await expect(page.locator('.figures')).toContainText(/Not seen >?9\d%/);
    await expect(page.locator('.alarm-table tbody tr').first()).toContainText('east');
  });

  test('a planner sees the zones, and the report has the alarm', async ({ page }) => {
    await page.getByRole('link', { name: 'Planning' }).click();
    await expect(page.locator('.planning tbody tr')).toHaveCount(2);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('link', { name: 'Event report' }).click();
    await expect(page.locator('.alarm-table tbody tr').first()).toContainText('persons');
  });

  test('the editor shows what the server finds in a site file', async ({ page }) => {
    await page.getByRole('link', { name: 'Site editor' }).click();
    await page.getByLabel('Open a site file').setInputFiles({
      name: 'demo.toml',
      mimeType: 'application/toml',
      buffer: Buffer.from(demo),
    });
    await expect(page.getByText('No mistakes')).toBeVisible();
    await expect(page.getByText(/The marks are off by \d\.\d px/)).toBeVisible();
    await expect(page.locator('.marks tbody tr')).toHaveCount(8);
    for (const residual of await page.locator('.marks td.number').allInnerTexts())
      expect(residual).toMatch(/^\d+\.\d+$/);
    const west = page.locator('.zones tbody tr:not(.more)').first();
    await expect(west).toContainText('204');
    await expect(page.getByText(/Grid of \d+ m/)).toBeVisible();
    await expect(page.locator('.person')).toHaveCount(2);
    await page
      .getByLabel('Load a still picture')
      .setInputFiles({ name: 'still.bmp', mimeType: 'image/bmp', buffer: drawnStill(768, 576) });
    await page
      .getByLabel('Site file', { exact: true })
      .fill(demo.replace('kind = "walkway"', 'kind = "path"'));
    await expect(page.locator('.complaint.mistake')).toContainText('kind');
  });

  test('a server that is killed is told, and the page comes back with it', async ({ page }) => {
    await expect(page.locator('.plan-zone .number')).toHaveCount(2, { timeout: 60_000 });
    await throng.kill();
    await expect(page.getByText(/Connection lost\. What you see is \d+ s old/)).toBeVisible();
    const before = await personsIn(page);
    expect(before.join(), 'what was known stays').toMatch(/^\d+ /);
    await throng.serve();
    await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 60_000 });
    await expect(page.locator('.connection-bar')).toHaveCount(0, { timeout: 60_000 });
    await expect.poll(() => personsIn(page), { timeout: 60_000 }).not.toEqual(before);
  });

  test('a page that was opened before the server comes up by itself', async ({ page }) => {
    await throng.kill();
    // The files are there, the answers are not: as if the server died just after the page came.
    await page.route('**/api/**', (route) => route.abort());
    await throng.serve();
    await page.goto(`${throng.address}?again`);
    await expect(page.getByText('The server does not answer.')).toBeVisible();
    await page.unroute('**/api/**');
    await expect(page.locator('.place-row')).toHaveCount(2);
  });
});

test.describe('with a login', () => {
  let throng: RealThrong;
  let broken: string[];
  test.use({ ignoreHTTPSErrors: true }); // an authority of its own
  test.beforeAll(async () => {
    throng = await RealThrong.start({ withLogin: true });
  });
  test.afterAll(() => throng?.stop());
  test.beforeEach(async ({ page }) => {
    broken = watchOver(page, throng.address);
    await page.goto(throng.address);
  });
  test.afterEach(() => {
    expect(broken).toEqual([]);
  });

  const signIn = async (page: Page, token: string): Promise<void> => {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  test('an operator signs in by token over HTTPS, and may acknowledge', async ({ page }) => {
    await signIn(page, 'guessed');
    await expect(page.getByRole('alert')).toHaveText('This token is not known.');
    await signIn(page, throng.deskToken);
    await expect(page.locator('.place-row')).toHaveCount(2, { timeout: 60_000 });
    expect(await page.evaluate(() => document.cookie), 'no script can read it').toBe('');
    await expect(page.getByRole('link', { name: 'Site editor' })).toBeVisible();
    await expect(
      page.getByRole('button', { name: /^Acknowledge the alarm of / }).first(),
    ).toBeVisible({ timeout: 180_000 });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByLabel('Token')).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('Token')).toBeVisible();
  });

  test('a viewer sees the alarm, and may neither acknowledge, plan nor edit', async ({ page }) => {
    const token = throng.token('wall', 'viewer');
    await page.waitForTimeout(2000); // the hub takes it up within that
    await signIn(page, token);
    await expect(page.locator('.place-row')).toHaveCount(2, { timeout: 60_000 });
    await expect(page.locator('.alarm').first()).toBeVisible({ timeout: 180_000 });
    await expect(page.locator('.acknowledge')).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Planning' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Site editor' })).toHaveCount(0);
    const status = await page.evaluate(async () => {
      const reply = await fetch('api/v1/acknowledge', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ site: 'Campus crossing', alarm: '1' }),
      });
      return reply.status;
    });
    expect(status, 'the server refuses, whatever a page shows').toBe(403);
  });
});
