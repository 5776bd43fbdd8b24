// The live view follows what happens, and says when it does not know.
// SPDX-License-Identifier: Apache-2.0
import { manyZones } from '../mock/places.ts';
import { expect, test, viewOf } from './fixtures.ts';

const station = { site: 'Central station' };

test('a new window is shown', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'live', station));
  const row = strict.locator('[data-place="hall"].place-row');
  await expect(row).toBeVisible();
  const before = await row.locator('.count b').innerText();
  mock.factors.set('hall', 5);
  mock.tick();
  await expect(row.locator('.count b')).not.toHaveText(before);
  await expect(strict.locator('.plan-zone[data-place="hall"] .number')).toHaveText(
    await row.locator('.count b').innerText(),
  );
});

test('the most urgent place stands first', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'live', station));
  await expect(strict.locator('.place-row').first()).toHaveAttribute('data-place', 'platform 1');
});

test.describe('of more places than a screen shows', () => {
  test.use({ mockOptions: { sites: [manyZones(40)] } });
  test('each has its row, if not in the first frame', async ({ strict, mock }) => {
    await strict.goto(viewOf(mock, 'live', { site: 'Trade fair' }));
    await expect(strict.locator('.place-row')).toHaveCount(40);
  });
});

test("blind is hatched, has no number and is told in words; never in a level's colour", async ({
  strict,
  mock,
}) => {
  await strict.goto(viewOf(mock, 'live', station));
  const zone = strict.locator('.plan-zone[data-place="underpass"]');
  await expect(zone).toHaveClass(/blind/);
  await expect(zone.locator('.hatch')).toHaveAttribute('fill', 'url(#hatch-blind)');
  await expect(zone.locator('.number')).toHaveCount(0);
  await expect(zone).toHaveAccessibleName('underpass, blind, Blind');
  await expect(strict.locator('[data-place="underpass"].place-row')).toContainText('not seen');
  await expect(strict.locator('.plan-zone[data-place="platform 3"] .hatch')).toHaveAttribute(
    'fill',
    'url(#hatch-stale)',
  );
});

test('an alarm comes, is acknowledged by an operator, and goes', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'live', { site: 'Stadium gates' }));
  await expect(strict.getByText('No open alarm')).toBeVisible();
  const alarm = mock.alarms.raise(
    'Stadium gates',
    'gate 5',
    'CROWDED',
    '96 persons (83 - 109): 90 persons is crowded',
  );
  await expect(strict.getByRole('alert')).toContainText('crowded: gate 5');
  await expect(strict).toHaveTitle('(1) Live, Stadium gates: throng');
  await strict.getByRole('button', { name: 'Acknowledge the alarm of gate 5' }).click();
  await expect(strict.getByText(/seen by operator/)).toBeVisible();
  await expect(strict).toHaveTitle('Live, Stadium gates: throng');
  mock.alarms.change('Stadium gates', alarm, 'ESCALATE', { band: 'BAND_CRITICAL' });
  await expect(
    strict.getByRole('button', { name: 'Acknowledge the alarm of gate 5' }),
  ).toBeVisible();
  mock.alarms.change('Stadium gates', alarm, 'END', { band: 'BAND_CLEAR' });
  await expect(strict.getByText('No open alarm')).toBeVisible();
});

test('an alarm at another site is told, with a way there', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'live', { site: 'Stadium gates' }));
  const others = strict.getByRole('list', { name: 'Alarms at other sites' });
  await expect(others).toContainText('Central station 2 open alarms');
  mock.alarms.raise('Central station', 'hall', 'BUSY', '9 persons (8 - 10): 9 persons is busy');
  await expect(others).toContainText('Central station 3 open alarms');
  await others.getByRole('link', { name: 'Central station' }).click();
  await expect(strict.locator('.plan-zone[data-place="hall"]')).toBeVisible();
  await expect(others).not.toContainText('Central station');
});

test('an acknowledgement that fails says so', async ({ strict, mock }) => {
  mock.answersAcknowledge = false;
  await strict.goto(viewOf(mock, 'live', station));
  await strict.getByRole('button', { name: 'Acknowledge the alarm of platform 1' }).click();
  await expect(strict.getByText('The alarm could not be acknowledged.')).toBeVisible();
});

test('a lost connection is told at once, and what happened meanwhile is there when it is back', async ({
  strict,
  mock,
}) => {
  await strict.goto(viewOf(mock, 'live', { site: 'Stadium gates' }));
  const ended = mock.alarms.raise('Stadium gates', 'gate 1', 'BUSY', 'first');
  await expect(strict.locator('.alarm')).toHaveCount(1);
  mock.isDown = true;
  mock.cut();
  await expect(strict.getByText(/Connection lost\. What you see is \d+ s old/)).toBeVisible();
  mock.alarms.change('Stadium gates', ended, 'END');
  mock.alarms.raise('Stadium gates', 'gate 2', 'CRITICAL', 'second');
  mock.factors.set('gate 3', 9);
  mock.tick();
  mock.isDown = false;
  await expect(strict.getByText(/Connection lost/)).toBeHidden();
  await expect(strict.locator('.alarm')).toHaveCount(1);
  await expect(strict.locator('.alarm')).toContainText('gate 2');
});

test('a server that falls silent is noticed without its hanging up', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'live', station));
  await expect(strict.locator('.place-row').first()).toBeVisible();
  mock.isSilent = true;
  await expect(strict.getByText(/Connection lost/)).toBeVisible({ timeout: 20_000 });
});

test('a page that began without an answer tries again by itself', async ({ strict, mock }) => {
  await strict.route('**/api/**', (route) => route.abort());
  await strict.goto(viewOf(mock, 'live', station));
  await expect(strict.getByText('The server does not answer.')).toBeVisible();
  await strict.unroute('**/api/**');
  await expect(strict.locator('.place-row').first()).toBeVisible();
});

test('on a phone the list stands below the legend, without a gap', async ({ strict, mock }) => {
  await strict.setViewportSize({ width: 390, height: 2400 }); // more than the places need
  await strict.goto(viewOf(mock, 'live', station));
  await expect(strict.locator('.place-row').first()).toBeVisible();
  const bottomOf = async (what: string): Promise<number> =>
    strict.locator(what).evaluate((element) => element.getBoundingClientRect().bottom);
  const top = await strict
    .locator('.live-list')
    .evaluate((element) => element.getBoundingClientRect().top);
  expect(top - (await bottomOf('.summary'))).toBeLessThan(40);
});

test('old data is told by its age', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'live', station));
  await expect(strict.locator('.connection').first()).toHaveText(/data \d+ s old/);
});

test('all of it works by keyboard', async ({ strict, mock }) => {
  await strict.goto(viewOf(mock, 'live', station));
  await expect(strict.locator('.place-row').first()).toBeVisible();
  await strict.keyboard.press('Tab');
  await strict.keyboard.press('Enter');
  await expect(strict.locator('#content')).toBeFocused();
  const row = strict.locator('[data-place="hall"].place-row');
  await row.focus();
  await strict.keyboard.press('Enter');
  await expect(strict.getByRole('region', { name: 'hall' })).toContainText('Level of service');
  await expect(row).toHaveAttribute('aria-pressed', 'true');
});

test.describe('a viewer', () => {
  test.use({ mockOptions: { role: 'viewer' } });
  test('sees alarms, but may not acknowledge, plan or edit', async ({ strict, mock }) => {
    await strict.goto(viewOf(mock, 'live', station));
    await expect(strict.locator('.alarm').first()).toBeVisible();
    await expect(strict.locator('.acknowledge')).toHaveCount(0);
    await expect(strict.getByRole('link', { name: 'Planning' })).toHaveCount(0);
    await strict.goto(viewOf(mock, 'editor', station));
    await expect(strict.locator('.place-row').first()).toBeVisible();
    await strict.goto(viewOf(mock, 'history', station));
    await expect(strict.getByRole('button', { name: '7 days' })).toHaveCount(0);
  });
});

test.describe('with a login', () => {
  test.use({ mockOptions: { token: 'correct horse' } });
  test('nothing is shown before the right token; signing out ends it', async ({ strict, mock }) => {
    await strict.goto(mock.address);
    await strict.getByLabel('Token').fill('wrong');
    await strict.getByRole('button', { name: 'Sign in' }).click();
    await expect(strict.getByRole('alert')).toHaveText('This token is not known.');
    await strict.getByLabel('Token').fill('correct horse');
    await strict.getByRole('button', { name: 'Sign in' }).click();
    await expect(strict.locator('.place-row').first()).toBeVisible();
    expect(await strict.evaluate(() => document.cookie), 'no script can read the session').toBe('');
    await strict.getByRole('button', { name: 'Sign out' }).click();
    await expect(strict.getByLabel('Token')).toBeVisible();
  });
});

test.describe('in French', () => {
  test.use({ locale: 'fr-FR' });
  test('the page speaks French, and English when asked', async ({ strict, mock }) => {
    await strict.goto(viewOf(mock, 'live', station));
    await expect(strict.locator('html')).toHaveAttribute('lang', 'fr');
    await expect(
      strict.getByRole('button', { name: 'Prendre en charge l\u2019alarme de platform 1' }),
    ).toBeVisible();
    await strict.getByRole('button', { name: 'English' }).click();
    await expect(strict.getByRole('link', { name: 'History' })).toBeVisible();
  });
});
