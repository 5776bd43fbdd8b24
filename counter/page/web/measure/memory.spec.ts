// What a tab needs after a shift of 8 hours, in a browser that nobody looks into: a debugger would
// keep all that the stream ever sent.
// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { manyZones } from '../mock/places.ts';
import { expect, test, viewOf } from '../tests/fixtures.ts';

test.use({ mockOptions: { sites: [manyZones(200)] } });

const windows = 1920; // of 15 s

function childrenOf(pid: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [
          {
            pid: Number(name),
            parent: Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))![1]),
          },
        ];
      } catch {
        return []; // it has just ended
      }
    });
  const below = (parent: number): number[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one.pid, ...below(one.pid)]);
  return below(pid);
}

// Of the largest process that draws pages: its own memory and its share of what it has with others.
function tabBytes(browser: number): number {
  const sizes = childrenOf(browser).flatMap((pid) => {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return [];
    return [
      Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]) * 1024,
    ];
  });
  return Math.max(0, ...sizes);
}

test('the tab has less than 150 MB after 8 hours of windows', async ({ mock }) => {
  const profile = mkdtempSync(join(tmpdir(), 'tab-'));
  const browser = spawn(
    '/usr/bin/chromium',
    [
      '--headless=new',
      '--no-sandbox',
      '--no-first-run',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      '--window-size=1440,900',
      viewOf(mock, 'live', { site: 'Trade fair' }),
    ],
    { stdio: 'ignore' },
  );
  try {
    while (!mock.requests.some(({ url }) => url.includes('watch'))) await wait(200);
    await wait(5000);
    const first = tabBytes(browser.pid!);
    const next = async (i: number, ms: number): Promise<void> => {
      for (const zone of mock.sites[0]!.zones) mock.factors.set(zone.name, 0.6 + (i % 5) * 0.2);
      mock.tick();
      await wait(ms);
    };
    for (let i = 0; i < windows; i += 1) await next(i, 80);
    // At that pace the browser has no time to clean up; at the pace of a place, it has.
    const hurried = tabBytes(browser.pid!);
    await wait(30_000);
    let last = 0;
    for (let i = 0; i < 60; i += 1) {
      if (i % 5 === 0) await next(i, 0);
      await wait(1000);
      last = Math.max(last, tabBytes(browser.pid!));
    }
    console.log(
      `memory of the tab: ${(first / 1e6).toFixed(0)} MB at first, ${(hurried / 1e6).toFixed(0)} MB in the hurry of ${windows} windows, ` +
        `at most ${(last / 1e6).toFixed(0)} MB in the minute after them, at a window in 5 s`,
    );
    expect(first).toBeGreaterThan(20_000_000);
    expect(last).toBeLessThan(150_000_000);
  } finally {
    browser.kill();
    await wait(1000);
    rmSync(profile, { recursive: true, force: true });
  }
});
