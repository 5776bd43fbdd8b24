// Each view once, of drawn places, for the documentation: counter/page/screens/*.png.
// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, viewOf } from '../tests/fixtures.ts';
import { drawnSquare } from './drawn_square.ts';
import { smallPng } from './small_png.ts';

const folder = fileURLToPath(new URL('../../screens/', import.meta.url));
const mostBytes = 600_000; // of all together
const colours = 96;
const station = { site: 'Central station' };
const desk = { width: 1280, height: 800 };
const demo = readFileSync(new URL('../../../demo.toml', import.meta.url));

interface Screen {
  name: string;
  view: string;
  query?: Record<string, string>;
  size?: { width: number; height: number };
  press?: string;
  light?: boolean;
  locale?: string;
}

const screens: Screen[] = [
  { name: 'live', view: 'live' },
  { name: 'live-french', view: 'live', light: true, locale: 'fr-FR' },
  { name: 'live-phone', view: 'live', size: { width: 390, height: 844 } },
  { name: 'wall', view: 'wall', query: { site: 'Trade fair' } },
  { name: 'history', view: 'history', query: { place: 'platform 1' } },
  { name: 'days', view: 'history', query: { place: 'platform 1' }, press: 'Compare days' },
  { name: 'week', view: 'history', query: { place: 'hall' }, press: 'Typical week' },
  { name: 'report', view: 'report', light: true, size: { width: 1000, height: 1100 } },
  { name: 'planning', view: 'planning' },
  { name: 'editor', view: 'editor', size: { width: 1280, height: 960 } },
];

for (const { name, view, query = {}, size = desk, press, light, locale = 'en-GB' } of screens) {
  test.describe(name, () => {
    test.use({ viewport: size, locale });
    test('is drawn', async ({ strict, mock }) => {
      await strict.clock.install({ time: mock.clockMs }); // no day later than the drawn one
      await strict.addInitScript(
        (theme) => localStorage.setItem('theme', theme),
        light === true ? 'light' : 'dark',
      );
      await strict.goto(viewOf(mock, view, { ...station, ...query }));
      await strict.waitForSelector('.place-row, .uplot, .planning table, .report table, .editor');
      if (press !== undefined) {
        await strict.getByRole('button', { name: press }).click();
        await strict.waitForSelector('.u-series, .week');
      }
      if (view === 'editor') {
        await strict
          .getByLabel('Open a site file')
          .setInputFiles({ name: 'demo.toml', mimeType: 'application/toml', buffer: demo });
        await strict
          .getByLabel('Load a still picture')
          .setInputFiles({ name: 'square.bmp', mimeType: 'image/bmp', buffer: drawnSquare() });
        await strict.clock.runFor(2000);
        await expect(strict.getByText('No mistakes')).toBeVisible();
      }
      await strict.clock.runFor(2000);
      await strict.evaluate(() => document.fonts.ready);
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}${name}.png`, smallPng(await strict.screenshot(), colours));
    });
  });
}

test('all are small, and there are no others', () => {
  const files = readdirSync(folder).sort();
  expect(files).toEqual(screens.map(({ name }) => `${name}.png`).sort());
  const sizes = files.map((file) => statSync(folder + file).size);
  console.log(files.map((file, i) => `${file} ${sizes[i]}`).join('\n'));
  expect(sizes.reduce((a, b) => a + b)).toBeLessThan(mostBytes);
});
