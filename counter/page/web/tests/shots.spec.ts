// Pictures of each view, in each layout, for people to look at: shots/*.png.
// SPDX-License-Identifier: Apache-2.0
import { test, viewOf } from './fixtures.ts';

const station = { site: 'Central station' };
const sizes = {
  desk: [1440, 900],
  wall: [1920, 1080],
  tablet: [820, 1180],
  phone: [390, 844],
} as const;

interface Look {
  locale?: string;
  light?: boolean;
  contrast?: boolean;
  lost?: boolean;
  press?: string;
}

const shots: [string, keyof typeof sizes, string, Record<string, string>, Look?][] = [
  ['live', 'desk', 'live', station],
  ['live-fr-light', 'desk', 'live', station, { locale: 'fr-FR', light: true }],
  ['live-200', 'desk', 'live', { site: 'Trade fair' }],
  ['live-tiles', 'desk', 'live', { site: 'Stadium gates' }],
  ['wall', 'wall', 'wall', station],
  ['wall-200', 'wall', 'wall', { site: 'Trade fair' }],
  ['live-tablet', 'tablet', 'live', station],
  ['live-tiles-phone-fr', 'phone', 'live', { site: 'Stadium gates' }, { locale: 'fr-FR' }],
  ['history', 'desk', 'history', { ...station, place: 'platform 2' }],
  [
    'history-fr-light',
    'desk',
    'history',
    { ...station, place: 'station' },
    { locale: 'fr-FR', light: true },
  ],
  ['days', 'desk', 'history', { ...station, place: 'platform 1' }, { press: 'Compare days' }],
  ['week', 'desk', 'history', { ...station, place: 'platform 1' }, { press: 'Typical week' }],
  ['report', 'desk', 'report', station],
  ['planning', 'desk', 'planning', station],
  ['planning-fr-phone', 'phone', 'planning', station, { locale: 'fr-FR' }],
  ['live-contrast', 'desk', 'live', station, { contrast: true }],
  ['wall-fr', 'wall', 'wall', station, { locale: 'fr-FR' }],
  ['editor-fr', 'desk', 'editor', station, { locale: 'fr-FR' }],
  ['detail', 'desk', 'live', station, { press: 'stair south' }],
  ['lost', 'desk', 'live', station, { lost: true }],
  ['live-phone', 'phone', 'live', station],
];

for (const [name, size, view, query, how = {}] of shots) {
  const { locale = 'en-GB', light = false, contrast = false, lost = false, press } = how;
  test.describe(name, () => {
    test.use({ locale, viewport: { width: sizes[size][0], height: sizes[size][1] } });
    test('is drawn', async ({ strict, mock }) => {
      if (light) await strict.addInitScript(() => localStorage.setItem('theme', 'light'));
      if (contrast) await strict.emulateMedia({ contrast: 'more' });
      await strict.goto(viewOf(mock, view, query));
      await strict.waitForSelector('.place-row, .uplot, .planning table, .report table, .editor');
      if (press !== undefined) await strict.getByRole('button', { name: press }).click();
      for (let i = 0; i < 8; i += 1) mock.tick();
      if (lost) mock.isDown = true;
      if (lost) mock.cut();
      await strict.waitForTimeout(700);
      await strict.screenshot({ path: `shots/${name}.png`, fullPage: view === 'report' });
    });
  });
}
