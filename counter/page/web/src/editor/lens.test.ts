// The lens moves pixels as API.md says; the numbers are worked out by hand.
// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { CheckedCamera } from './check_reply.ts';
import { around, bentAround, pathOf, pixelOf } from './grid.ts';
import { seenOf, straightOf } from './lens.ts';
import type { Pair } from './site_file.ts';

// Its corners are 400 px from its middle.
const cameraOf = (lensBend: number): CheckedCamera => ({
  name: 'view1',
  picture: [640, 480],
  heightM: 1,
  tiltDeg: 90,
  lensBend,
  linesRmsPx: null,
  tooLow: false,
  rmsPx: null,
  // Metres are pixels; what is 1 m up is seen at half the depth.
  pixelFromSite: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, -0.5, 1],
  residuals: [],
});
const barrel = cameraOf(-0.36);

function expectNear(pair: Pair | null, x: number, y: number): void {
  expect(pair?.[0]).toBeCloseTo(x, 9);
  expect(pair?.[1]).toBeCloseTo(y, 9);
}

test('a barrel draws the corner in: 400 px for 400 / (1 - 0.36) = 625', () => {
  expectNear(seenOf(barrel, [820, 615]), 640, 480);
  expectNear(straightOf(barrel, [640, 480]), 820, 615);
  // Half as far out, a quarter of the bend: 200 px for 200 / (1 - 0.09).
  expectNear(straightOf(barrel, [480, 360]), 320 + 160 / 0.91, 240 + 120 / 0.91);
  expectNear(seenOf(barrel, [320 + 160 / 0.91, 240 + 120 / 0.91]), 480, 360);
});

test('the middle stays, and without a bend all does', () => {
  expectNear(seenOf(barrel, [320, 240]), 320, 240);
  expectNear(seenOf(cameraOf(0), [-900, 70]), -900, 70);
});

test('a cushion draws the corner out, and shows nothing from where it has no root', () => {
  const cushion = cameraOf(0.25);
  expectNear(seenOf(cushion, [320 + 320 / 1.25, 240 + 240 / 1.25]), 640, 480);
  // 4 * 0.25 * R^2 / 400^2 reaches 1 at R = 400.
  expect(seenOf(cushion, [720, 240])).toBeNull();
});

test('the ground and heights go through the lens', () => {
  expectNear(pixelOf(barrel, [820, 615]), 640, 480);
  expectNear(pixelOf(barrel, [410, 307.5], 1), 640, 480);
  expect(pixelOf(barrel, [410, 307.5], 2)).toBeNull();
});

test('what is straight on the ground bows outwards in a barrel', () => {
  expect(
    pathOf(cameraOf(0), [
      [10, 0],
      [10, 480],
    ]),
  ).toBe('M10.0 0.0L10.0 480.0');
  // Its ends are the picture's left corners; its middle is 500 px out for a pinhole, so seen at
  // 1000 / (1 + sqrt(1 + 4 * 0.36 * 500^2 / 400^2)) = 1000 / (1 + sqrt(3.25)) = 356.79 px.
  const side = bentAround(barrel, [
    [0, 0],
    [0, 480],
    [320, 240],
  ]).slice(0, 41);
  expectNear(side[0]!, 0, 0);
  expectNear(side[40]!, 0, 480);
  expect(side[20]![0]).toBeCloseTo(320 - 356.79, 2);
  expect(side[20]![1]).toBeCloseTo(240, 9);
});

test('a way around ends where it began', () => {
  const way = around([
    [0, 0],
    [4, 0],
    [4, 4],
  ]);
  expect(way[0]).toEqual([0, 0]);
  expect(way[20]).toEqual([2, 0]);
  expect(way.at(-1)).toEqual([0, 0]);
});
