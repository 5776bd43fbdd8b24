// What the page promises, in figures: first view, update, memory after a shift, a year of history.
// SPDX-License-Identifier: Apache-2.0
import type { Page } from '@playwright/test';
import { expect, test, viewOf } from '../tests/fixtures.ts';
import { manyZones } from '../mock/places.ts';

const fair = { site: 'Trade fair' };

test.use({ mockOptions: { sites: [manyZones(200)] } });

const tell = (what: string, value: number, unit: string): void =>
  console.log(`${what}: ${value.toFixed(0)} ${unit}`);
const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

// Milliseconds from the start of the navigation until 200 zones have their counts and were painted.
const timeToZones = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const look = (): void => {
          if (document.querySelectorAll('.plan-zone .number').length < 190)
            requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        };
        look();
      }),
  );

test('first view of 200 zones within 1 s, at most 300 kB', async ({ browser, mock }) => {
  const times: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const before = mock.sentBytes;
    await page.goto(viewOf(mock, 'live', fair));
    times.push(await timeToZones(page));
    if (i === 0)
      tell('transferred until the first view, compressed', (mock.sentBytes - before) / 1000, 'kB');
    expect(mock.sentBytes - before).toBeLessThan(300_000);
    await context.close();
  }
  tell('first view of 200 zones, least of 5', Math.min(...times), 'ms');
  tell('first view of 200 zones, median of 5', median(times), 'ms');
  expect(median(times)).toBeLessThan(1000);
});

test('an update of 200 zones is painted within 100 ms of its arrival', async ({ page, mock }) => {
  await page.goto(viewOf(mock, 'live', fair));
  await timeToZones(page);
  // From the moment at which the browser hands over the message until the frame with it was painted.
  await page.evaluate(() => {
    const seen = { arrived: 0, painted: [] as number[] };
    Object.assign(window, { seen });
    const first = document.querySelector('.plan-zone .number')!;
    const parse = JSON.parse;
    JSON.parse = (text: string) => {
      if (text.includes('"situations"')) seen.arrived = performance.now();
      return parse(text);
    };
    new MutationObserver(() =>
      requestAnimationFrame(() =>
        setTimeout(() => {
          if (seen.arrived > 0) seen.painted.push(performance.now() - seen.arrived);
          seen.arrived = 0;
        }),
      ),
    ).observe(first, { characterData: true, subtree: true, childList: true });
  });
  // Of the page's own thread, without the time in which other programs have the processor.
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const processorMs = async (): Promise<number> =>
    1000 *
    (await session.send('Performance.getMetrics')).metrics.find(
      ({ name }) => name === 'TaskDuration',
    )!.value;
  const before = await processorMs();
  for (let i = 1; i <= 30; i += 1) {
    for (const zone of mock.sites[0]!.zones) mock.factors.set(zone.name, i % 2 === 0 ? 1.3 : 0.6);
    mock.tick();
    await page.waitForTimeout(400);
  }
  tell(
    'update of 200 zones, processor time of the page, mean of 30',
    ((await processorMs()) - before) / 30,
    'ms',
  );
  const painted = await page.evaluate(
    () => (window as unknown as { seen: { painted: number[] } }).seen.painted,
  );
  expect(painted.length).toBeGreaterThan(20);
  tell('update of 200 zones until painted, least', Math.min(...painted), 'ms');
  tell('update of 200 zones until painted, median', median(painted), 'ms');
  tell('update of 200 zones until painted, worst of 30', Math.max(...painted), 'ms');
  expect(median(painted)).toBeLessThan(100);
});

test('a year of a zone, 35,040 rows, is drawn within 1 s', async ({ page, mock }) => {
  await page.goto(viewOf(mock, 'history', { ...fair, place: 'zone 001' }));
  await page.waitForSelector('.uplot');
  const times: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    await page.getByRole('button', { name: '24 h' }).click();
    await expect(page.getByRole('button', { name: '24 h' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.waitForSelector('.uplot');
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((done) => {
            const button = [...document.querySelectorAll('button')].find(
              ({ textContent }) => textContent === '1 year',
            )!;
            const old = document.querySelector('.uplot');
            const start = performance.now();
            button.click();
            const look = (): void => {
              const now = document.querySelector('.uplot');
              if (now === null || now === old) requestAnimationFrame(look);
              else requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
            };
            look();
          }),
      ),
    );
  }
  const rows = Math.floor(365 * 24 * 4);
  expect(mock.requests.some(({ url }) => url.includes('resolution=quarter_hour'))).toBe(true);
  tell(`history of ${rows} rows, asked, read and drawn, median of 3`, median(times), 'ms');
  expect(median(times)).toBeLessThan(1000);
});
