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
