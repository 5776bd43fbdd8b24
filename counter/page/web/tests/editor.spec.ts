// A site is set up; its file comes out as it went in; the picture goes nowhere.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Mock } from '../mock/server.ts';
import { expect, test, viewOf } from './fixtures.ts';
import { drawnStill } from './still.ts';

const demoPath = new URL('../../../demo.toml', import.meta.url);
const demo = readFileSync(demoPath, 'utf8');
const still = drawnStill(768, 576);

async function openDemo(page: Page, mock: Mock): Promise<void> {
  await page.goto(viewOf(mock, 'editor'));
  await page
    .getByLabel('Open a site file')
    .setInputFiles({ name: 'demo.toml', mimeType: 'application/toml', buffer: Buffer.from(demo) });
  await expect(page.getByText('No mistakes')).toBeVisible();
}

const loadStill = (page: Page): Promise<void> =>
  page
    .getByLabel('Load a still picture')
    .setInputFiles({ name: 'still.bmp', mimeType: 'image/bmp', buffer: still });

async function savedText(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the file' }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

test('the site file that goes in comes out the same', async ({ strict, mock }) => {
  await openDemo(strict, mock);
  expect(await savedText(strict)).toBe(demo);
});

test('no request carries the picture, whatever is done with it', async ({ strict, mock }) => {
  await openDemo(strict, mock);
  await loadStill(strict);
  // It is shown, so the test would see it leave.
  await expect
    .poll(() =>
      strict.evaluate(() => {
        const canvas = document.querySelector('canvas')!;
        return canvas.getContext('2d')!.getImageData(canvas.width / 2, canvas.height / 2, 1, 1)
          .data[0];
      }),
    )
    .toBeGreaterThan(50);
  await strict.getByRole('button', { name: 'Add a ground point' }).click();
  await strict.locator('.stage svg').click({ position: { x: 300, y: 300 } });
  await expect(strict.locator('.marks tbody tr')).toHaveCount(9);
  await savedText(strict);
  await strict.waitForTimeout(600);
  const posts = mock.requests.filter(({ method }) => method !== 'GET');
  expect(posts.length).toBeGreaterThan(0);
  const pieces = [
    still.subarray(0, 54),
    still.subarray(54, 118),
    still.subarray(still.length - 64),
  ];
  for (const { body, url, headers } of mock.requests) {
    expect(body.length, url).toBeLessThan(16_384); // the file's text; the picture has 1.3 MB
    for (const piece of pieces) {
      expect(body.includes(piece), url).toBe(false);
      expect(body.includes(Buffer.from(piece.toString('base64').slice(4, 60))), url).toBe(false);
    }
    expect(headers['content-type'] ?? 'text/plain').toMatch(/^(text\/plain|application\/json)/);
    expect(url.length).toBeLessThan(400);
  }
  for (const { body } of posts.filter(({ url }) => url.endsWith('/check')))
    expect(body.toString()).toMatch(/^[\x09\x0a\x20-\x7e]*$/);
});

test('a request that did carry the picture would be seen', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'editor'));
  await strict.evaluate(
    (bytes) => fetch('api/v1/check', { method: 'POST', body: new Uint8Array(bytes) }),
    [...still.subarray(0, 118)],
  );
  expect(mock.requests.some(({ body }) => body.includes(still.subarray(54, 118)))).toBe(true);
});

test('marks, zones, residuals, areas, grid and persons are shown', async ({ strict, mock }) => {
  await openDemo(strict, mock);
  await loadStill(strict);
  await expect(strict.getByText(/The marks are off by/)).toBeVisible();
  await expect(strict.getByText(/Grid of \d+ m/)).toBeVisible();
  await expect(strict.locator('.person')).toHaveCount(2);
  await expect(strict.locator('.zones tbody tr:not(.more)').first()).toContainText('m\u00b2');
  await strict.screenshot({ path: 'shots/editor.png', fullPage: true });
});

test('a mark is moved by the arrow keys, and the file says so', async ({ strict, mock }) => {
  await openDemo(strict, mock);
  await strict.getByRole('button', { name: 'Ground point 1:' }).focus();
  await strict.keyboard.press('Shift+ArrowRight');
  await expect(strict.getByLabel('Site file', { exact: true })).toHaveValue(
    /image = \[41\.3, 163\.1\], metres = \[-2, 12\] \},    # far left/,
  );
  await strict.getByRole('button', { name: 'Undo' }).click();
  await expect(strict.getByLabel('Site file', { exact: true })).toHaveValue(demo);
});

test('a zone is drawn by mouse and by keys, renamed, and taken away again', async ({
  strict,
  mock,
}) => {
  await openDemo(strict, mock);
  await strict.getByRole('button', { name: 'Draw a zone' }).click();
  const stage = strict.locator('.stage svg');
  for (const position of [
    { x: 100, y: 300 },
    { x: 200, y: 300 },
    { x: 200, y: 380 },
  ])
    await stage.click({ position });
  await stage.focus();
  await strict.keyboard.press('Enter');
  await expect(strict.locator('.zones tbody tr:not(.more)')).toHaveCount(3);
  await strict.getByLabel('Name 3').fill('north');
  await strict.getByLabel('Name 3').press('Tab');
  await expect(strict.getByLabel('Site file', { exact: true })).toHaveValue(
    /name = "north"\nkind = "walkway"\ncamera = "view1"\nimage = \[\[/,
  );
  await strict.getByRole('button', { name: 'Remove: north' }).click();
  await expect(strict.getByLabel('Site file', { exact: true })).toHaveValue(demo);
});

test('straight lines are marked, and what the lens does is told', async ({ strict, mock }) => {
  await openDemo(strict, mock);
  const file = strict.getByLabel('Site file', { exact: true });
  const stage = strict.locator('.stage svg');
  const along = async (y: number, count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) await stage.click({ position: { x: 60 + 90 * i, y } });
  };
  await strict.getByRole('button', { name: 'Mark straight lines' }).click();
  await along(40, 2);
  await expect(file).toHaveValue(demo);
  await along(60, 3);
  await expect(strict.locator('.lines li')).toHaveText(/5 points/);
  await strict.getByRole('button', { name: 'Next line' }).click();
  await along(500, 3);
  await strict.getByRole('button', { name: 'Done' }).click();
  await expect(file).toHaveValue(
    /straight_lines = \[\n {2}\[\[.{40,}\]\],\n {2}\[\[.{30,}\]\],\n\]\n/,
  );
  await expect(strict.getByText('The lens draws the corners in by 8%')).toBeVisible();
  await expect(strict.locator('polyline.straight')).toHaveCount(2);
  await strict
    .getByRole('button', { name: 'Point 1 of straight line 1:' })
    .dragTo(stage, { targetPosition: { x: 30, y: 90 } });
  const size = (await stage.boundingBox())!.width;
  await expect(
    strict.getByRole('button', {
      name: `Point 1 of straight line 1: ${Math.round((30 * 768) / size)}, ${Math.round((90 * 768) / size)}`,
    }),
  ).toBeVisible();
  await strict.getByRole('button', { name: 'Point 4 of straight line 1:' }).focus();
  await strict.keyboard.press('Delete');
  await expect(strict.locator('.lines li').first()).toHaveText(/4 points/);
  await strict.getByRole('button', { name: 'Remove: Straight line 2' }).click();
  await strict.getByRole('button', { name: 'Remove: Straight line 1' }).click();
  await expect(file).toHaveValue(demo);
});

test('mistakes are told with their line, while somebody types', async ({ strict, mock }) => {
  await openDemo(strict, mock);
  await strict.getByLabel('Site file', { exact: true }).fill('[site]\nname = "x\n');
  await expect(strict.getByRole('button', { name: 'Line 2' })).toBeVisible();
  await strict
    .getByLabel('Site file', { exact: true })
    .fill('[site]\nname = "x"\n[[camera]]\nname = "c"\n');
  await expect(strict.getByText('the camera has no calibration')).toBeVisible();
});

test('a look at another view does not cost the work', async ({ strict, mock }) => {
  await openDemo(strict, mock);
  await strict.getByRole('link', { name: 'Live' }).click();
  await expect(strict.locator('.place-row').first()).toBeVisible();
  await strict.getByRole('link', { name: 'Site editor' }).click();
  await expect(strict.getByLabel('Site file', { exact: true })).toHaveValue(demo);
});

test('a picture of another shape is told, and its size can be written', async ({
  strict,
  mock,
}) => {
  await strict.goto(viewOf(mock, 'editor'));
  await loadStill(strict);
  await strict.getByRole('button', { name: 'Write picture = [768, 576] into the file' }).click();
  await expect(strict.getByLabel('Site file', { exact: true })).toHaveValue(
    /picture = \[768, 576\]/,
  );
  await expect(strict.getByRole('alert')).toHaveCount(0);
});
