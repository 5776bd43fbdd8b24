// The scale is Fruin's, and anybody can tell its colours apart.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fills, inks, levelOf, levels } from './level.ts';

test("a density has the level of the server's table", () => {
  // 2.5 per m2 is F on a walkway, D in a queue.
  expect(levelOf('walkway', 2.5)).toBe('F');
  expect(levelOf('queue', 2.5)).toBe('D');
  expect(levelOf('stair', 0)).toBe('A');
  // The end point belongs to the worse level: 35 square feet are 3.2516 m2.
  expect(levelOf('walkway', 1 / 3.2516064)).toBe('B');
  expect(levelOf('walkway', 1 / 3.26)).toBe('A');
});

type Colour = [number, number, number];

const channels = (hex: string): Colour =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Colour;
const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const luminance = (hex: string): number => {
  const [r, g, b] = channels(hex).map(linear) as Colour;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

// Machado, Oliveira and Fernandes, 2009, severity 1, on linear colours.
const sights: Record<string, number[]> = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
};

// CIE 1976 L*a*b*, D65.
function labSeen(hex: string, sight: number[]): Colour {
  const [r, g, b] = channels(hex).map(linear) as Colour;
  const seen = [0, 3, 6].map(
    (at) => sight[at]! * r + sight[at + 1]! * g + sight[at + 2]! * b,
  ) as Colour;
  const xyz = [
    (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047,
    0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2],
    (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883,
  ].map((value) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)) as Colour;
  return [116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])];
}

test.each(Object.keys(sights))(
  'each two levels differ by 15 or more in L*a*b*, seen with %s',
  (name) => {
    for (const a of levels) {
      for (const b of levels.filter((other) => other > a)) {
        const [one, two] = [labSeen(fills[a], sights[name]!), labSeen(fills[b], sights[name]!)];
        expect(Math.hypot(...one.map((value, i) => value - two[i]!)), `${a}, ${b}`).toBeGreaterThan(
          15,
        );
      }
    }
  },
);

test('no level is green', () => {
  for (const level of levels) {
    const [r, g, b] = channels(fills[level]);
    expect(g > r && g > b, level).toBe(false);
  }
});

test('each letter stands out from its colour by 4.5 to 1', () => {
  for (const level of levels)
    expect(contrast(fills[level], inks[level]), level).toBeGreaterThanOrEqual(4.5);
});

test('the style sheets use the same colours', () => {
  const base = readFileSync(new URL('style/base.css', import.meta.url), 'utf8');
  const live = readFileSync(new URL('style/live.css', import.meta.url), 'utf8');
  for (const level of levels) {
    expect(base).toContain(`--level-${level}: ${fills[level]};`);
    const ink = inks[level] === '#ffffff' ? '#fff' : 'var(--dark-ink)';
    expect(live).toContain(`.level-${level} { background: var(--level-${level}); color: ${ink}; }`);
  }
  expect(base).toContain('--dark-ink: #0b1622;');
});
