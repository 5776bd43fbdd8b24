// What the demo's camera would see of a paved square with drawn figures: no photograph, all from numbers.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { drawnStill } from '../tests/still.ts';

const [width, height] = [768, 576];
const headBytes = 54;
const tallM = 1.75;

const demo = JSON.parse(
  readFileSync(new URL('../tests/demo_check.json', import.meta.url), 'utf8'),
) as { cameras: { pixelFromSite: number[] }[] };
const camera = demo.cameras[0]!.pixelFromSite;

type Point = [number, number];

const pixelOf = (x: number, y: number, z: number): Point => {
  const [u, v, d] = [0, 4, 8].map(
    (row) => camera[row]! * x + camera[row + 1]! * y + camera[row + 2]! * z + camera[row + 3]!,
  ) as [number, number, number];
  return [u / d, v / d];
};

// Where a pixel's ray meets the ground; null above the horizon.
function groundOf(u: number, v: number): Point | null {
  const [a, b, , c, d, e, , f, g, h, , k] = camera as [
    ...[number, number, number, number],
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  const [p, q, r] = [a - u * g, b - u * h, u * k - c];
  const [s, t, w] = [d - v * g, e - v * h, v * k - f];
  const det = p * t - q * s;
  const [x, y] = [(r * t - q * w) / det, (p * w - r * s) / det];
  return g * x + h * y + k > 0 ? [x, y] : null;
}

type Colour = [number, number, number];
const sky: Colour = [64, 80, 98];
const paving: Colour[] = [
  [112, 116, 118],
  [103, 107, 110],
];
const joint: Colour = [88, 92, 96];
const coats: Colour[] = [
  [52, 74, 110],
  [120, 62, 58],
  [70, 96, 72],
  [150, 128, 84],
];

function groundColour(u: number, v: number): Colour {
  const at = groundOf(u, v);
  if (at === null || Math.hypot(at[0] + 8, at[1]) > 60) return sky;
  const [x, y] = at;
  const inTile = (value: number): number => value / 2 - Math.floor(value / 2);
  if (Math.min(inTile(x), inTile(y)) < 0.04) return joint;
  return paving[(Math.floor(x / 2) + Math.floor(y / 2)) & 1]!;
}

// Feet of the figures, in metres.
const figures: Point[] = [
  [-9, -4.5],
  [-10, -3.6],
  [-6, 2],
  [-1, 5],
  [-12, -8],
  [-4, -9],
  [-15, -12],
  [1, -4],
];

export function drawnSquare(): Buffer {
  const bytes = drawnStill(width, height);
  const put = (u: number, v: number, colour: Colour): void => {
    if (u < 0 || v < 0 || u >= width || v >= height) return;
    bytes.set([colour[2], colour[1], colour[0]], headBytes + ((height - 1 - v) * width + u) * 3);
  };
  for (let v = 0; v < height; v += 1)
    for (let u = 0; u < width; u += 1) put(u, v, groundColour(u, v));
  // Far ones first, so that near ones stand before them: a body, and a head on it.
  const seen = figures
    .map(([x, y], i) => ({
      foot: pixelOf(x, y, 0),
      head: pixelOf(x, y, tallM),
      coat: coats[i % 4]!,
    }))
    .sort((a, b) => a.foot[1] - b.foot[1]);
  for (const { foot, head, coat } of seen) {
    const tall = foot[1] - head[1];
    const disc = (cx: number, cy: number, rx: number, ry: number, colour: Colour): void => {
      for (let v = Math.ceil(cy - ry); v <= cy + ry; v += 1)
        for (let u = Math.ceil(cx - rx); u <= cx + rx; u += 1)
          if (((u - cx) / rx) ** 2 + ((v - cy) / ry) ** 2 <= 1) put(u, v, colour);
    };
    disc(foot[0], foot[1] - tall * 0.42, tall * 0.13, tall * 0.42, coat);
    disc(head[0], head[1] + tall * 0.08, tall * 0.065, tall * 0.08, [196, 164, 140]);
  }
  return bytes;
}
