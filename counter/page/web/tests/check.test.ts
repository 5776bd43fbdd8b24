// The mock answers in the shape of the server, whose own answer lies in tests/demo_check.json.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkSite } from '../mock/check.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const demo = read('../../../demo.toml');

// Keys and kinds of values; of a list, those of its first entry.
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shapeOf(each)]));
}

test('the mock has the shape of the real answer', () => {
  const real = JSON.parse(read('./demo_check.json'));
  expect(shapeOf(checkSite(demo))).toEqual(shapeOf(real));
});

test('a file without zones has its camera in both, and a mistake for the same field', () => {
  const unfinished = demo.slice(0, demo.indexOf('\n[[zone]]'));
  expect(checkSite(unfinished)).toMatchObject({
    cameras: [{ name: 'view1' }],
    complaints: [{ weight: 'mistake', line: 0, field: 'zone' }],
    zones: [],
  });
});
