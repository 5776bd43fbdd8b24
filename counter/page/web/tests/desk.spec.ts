// History, report and planning: what is asked for is shown and can be taken away.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test, viewOf } from './fixtures.ts';

const station = { site: 'Central station' };

test('a course can be taken away as CSV and PNG', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'history', { ...station, place: 'platform 2' }));
  await expect(strict.getByRole('img', { name: 'Persons over time: platform 2' })).toBeVisible();
  const save = async (name: string): Promise<Buffer> => {
    const [download] = await Promise.all([
      strict.waitForEvent('download'),
      strict.getByRole('button', { name, exact: true }).click(),
    ]);
    return readFileSync(await download.path());
  };
  const lines = (await save('CSV')).toString().trimEnd().split('\r\n');
  expect(lines[0]).toBe('place,start,end,mean,low,high,highest');
  expect(lines).toHaveLength(1 + 24 * 60);
  expect(
    lines.some((line) => line.endsWith(',,,,')),
    'a blind minute is empty, not 0',
  ).toBe(true);
  expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG');
});

test("a span ends now by the server's clock, not by the browser's", async ({ strict, mock }) => {
  await strict.clock.setFixedTime(mock.clockMs + 40 * 86_400_000);
  await strict.goto(viewOf(mock, 'history', { ...station, place: 'hall' }));
  await expect(strict.getByLabel('Until')).toHaveValue('2026-11-26 18:12');
});

test('marks on the axis differ, and reach over the span, also where it has few counts', async ({
  strict,
  mock,
}) => {
  // What uPlot writes below its axis.
  await strict.addInitScript(() => {
    const seen: { text: string; x: number }[] = [];
    Object.assign(window, { seen });
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
      if (/^\d\d:\d\d/.test(text) || /^\d+ \w{3}$/.test(text)) seen.push({ text, x });
      fillText.call(this, text, x, y);
    };
  });
  // Of the last minute alone, as on the first evening.
  await strict.route('**/api/v1/history?*', async (route) => {
    const reply = await route.fetch();
    const columns = await reply.json();
    for (const key of Object.keys(columns))
      if (key !== 'zones') columns[key] = columns[key].slice(-1);
    await route.fulfill({ json: columns });
  });
  const marks = async (): Promise<string[]> =>
    strict.evaluate(() =>
      (window as unknown as { seen: { text: string }[] }).seen.splice(0).map(({ text }) => text),
    );
  await strict.goto(viewOf(mock, 'history', { ...station, place: 'hall' }));
  await expect(strict.locator('.uplot')).toBeVisible();
  const day = await marks();
  expect(day.length).toBeGreaterThan(8);
  expect(new Set(day).size).toBe(day.length);
  expect(day).toContain('26 Nov'); // midnight
  expect(day.at(-1)).toBe('18:00');
  await strict.getByLabel('From').fill('2026-11-26 18:11');
  await strict.getByRole('button', { name: 'Show', exact: true }).click();
  await expect
    .poll(async () => (await marks()).join(' '))
    .toMatch(/18:11:10.*18:11:50|18:11:15.*18:11:45/);
});

test('days are compared, a day is added', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'history', { ...station, place: 'hall' }));
  await strict.getByRole('button', { name: 'Compare days' }).click();
  await expect(strict.locator('.u-series')).toHaveCount(4);
  await strict.getByRole('button', { name: 'Add a day' }).click();
  await expect(strict.locator('.u-series')).toHaveCount(5);
});

test('the usual week has a number for each hour', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'history', { ...station, place: 'hall' }));
  await strict.getByRole('button', { name: 'Typical week' }).click();
  await expect(strict.locator('.week td')).toHaveCount(168);
  await expect(strict.locator('.week td.unknown')).toHaveCount(0);
});

test('a span is asked for by the clock of the site', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'history', { ...station, place: 'hall' }));
  await strict.getByLabel('From').fill('2026-11-20 08:00');
  await strict.getByLabel('Until').fill('2026-11-20 09:00');
  await strict.getByRole('button', { name: 'Show', exact: true }).click();
  await expect
    .poll(() =>
      mock.requests.some(({ url }) =>
        url.includes(`from=${Date.UTC(2026, 10, 20, 7)}&until=${Date.UTC(2026, 10, 20, 8)}`),
      ),
    )
    .toBe(true);
});

test('the report lists alarms and zones and can be printed', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'report', station));
  await expect(strict.locator('.alarm-table tbody tr')).toHaveCount(3);
  await strict.getByLabel('Remarks').fill('Doors opened at 18:15.');
  const paper = await strict.pdf({ format: 'A4' });
  expect(paper.length).toBeGreaterThan(10_000);
  await strict.emulateMedia({ media: 'print' });
  await expect(strict.locator('.top')).toBeHidden();
  await expect(strict.locator('.remarks')).toHaveText('Doors opened at 18:15.');
});

test('planners are told where capacity was exceeded and where there was room', async ({
  strict,
  mock,
}) => {
  await strict.goto(viewOf(mock, 'planning', station));
  await expect(strict.locator('.suggestion')).toContainText(
    'platform 1: above its capacity of 720 on',
  );
  await expect(strict.locator('.suggestion')).toContainText('there was room in:');
});
