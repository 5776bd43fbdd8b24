// Labels lie inside of their zones, the letter always.
// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { labelOf, placeZones } from './plan_shapes.ts';

const plan = {
  zones: [
    {
      name: 'square',
      outline: [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ] as [number, number][],
    },
    {
      name: 'bend',
      outline: [
        [10, 0],
        [20, 0],
        [20, 10],
        [17, 10],
        [17, 3],
        [10, 3],
      ] as [number, number][],
    },
  ],
};

test('north is up and the plan fills its width', () => {
  const { zones, view } = placeZones(plan);
  expect(zones[0]!.points).toEqual([
    [0, 500],
    [500, 500],
    [500, 0],
    [0, 0],
  ]);
  expect(view).toEqual([-12, -12, 1024, 524]);
});

test('the label of a square is in its middle', () => {
  expect(placeZones(plan).zones[0]).toMatchObject({ centre: [250, 250], width: 500, height: 500 });
});

test('the label of a bend is inside of it', () => {
  const [x, y] = placeZones(plan).zones[1]!.centre;
  expect(y > 350 || x > 850).toBe(true);
});

test('a small zone keeps its letter alone', () => {
  const small = {
    name: 'a',
    points: [],
    centre: [0, 0] as [number, number],
    width: 14,
    height: 14,
  };
  expect(labelOf(small, 'F', '1200').map(({ look }) => look)).toEqual(['letter']);
});

test('a long zone has all in one line', () => {
  const long = {
    name: 'platform',
    points: [],
    centre: [0, 0] as [number, number],
    width: 600,
    height: 60,
  };
  expect(labelOf(long, 'F', '782').map(({ look, text }) => [look, text])).toEqual([
    ['letter', 'F'],
    ['number', '782'],
    ['name', 'platform'],
  ]);
});
