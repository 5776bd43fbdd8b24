// The ground as a camera sees it: lines of whole metres, zones in metres, a person's height.
// SPDX-License-Identifier: Apache-2.0
import type { CheckedCamera } from './check_reply.ts';
import { seenOf, straightOf, type Lens } from './lens.ts';
import type { Pair } from './site_file.ts';

export const personM = 1.75;

// Null behind the camera, and beyond what its lens can show.
export function pixelOf(camera: CheckedCamera, [x, y]: Pair, z = 0): Pair | null {
  const p = camera.pixelFromSite;
  const row = (i: number): number =>
    p[4 * i]! * x + p[4 * i + 1]! * y + p[4 * i + 2]! * z + p[4 * i + 3]!;
  const depth = row(2);
  return depth > 1e-6 ? seenOf(camera, [row(0) / depth, row(1) / depth]) : null;
}

const isNear = ([x, y]: Pair, [width, height]: Pair): boolean =>
  x > -width && x < 2 * width && y > -height && y < 2 * height;

// As the d of a path, in pixels; broken where the line leaves what the camera can see.
export function pathOf(camera: CheckedCamera, points: Pair[]): string {
  let isDown = false;
  return points
    .map((point) => {
      const pixel = pixelOf(camera, point);
      if (pixel === null || !isNear(pixel, camera.picture)) {
        isDown = false;
        return '';
      }
      const move = isDown ? 'L' : 'M';
      isDown = true;
      return `${move}${pixel[0].toFixed(1)} ${pixel[1].toFixed(1)}`;
    })
    .join('');
}

const samples = 40;
const along = (a: Pair, b: Pair): Pair[] =>
  Array.from({ length: samples + 1 }, (_, i) => [
    a[0] + ((b[0] - a[0]) * i) / samples,
    a[1] + ((b[1] - a[1]) * i) / samples,
  ]);

// All around, closely enough to follow what a lens bends.
export const around = (corners: Pair[]): Pair[] =>
  corners.flatMap((corner, i) => along(corner, corners[(i + 1) % corners.length]!));

// What is drawn in the picture has sides that are straight on the ground.
export const bentAround = (lens: Lens, corners: Pair[]): Pair[] =>
  around(corners.map((corner) => straightOf(lens, corner))).flatMap((point) => {
    const seen = seenOf(lens, point);
    return seen === null ? [] : [seen];
  });

const steps = [0.5, 1, 2, 5, 10, 20, 50];
const mostLines = 16;

// Lines of whole steps around what is known of the ground.
export function gridOf(
  camera: CheckedCamera,
  known: Pair[],
): { stepM: number; path: string } | null {
  if (known.length === 0) return null;
  const xs = known.map(([x]) => x),
    ys = known.map(([, y]) => y);
  const left = Math.min(...xs),
    right = Math.max(...xs),
    bottom = Math.min(...ys),
    top = Math.max(...ys);
  const stepM =
    steps.find((step) => Math.max(right - left, top - bottom) / step <= mostLines) ?? 100;
  const from = (value: number): number => Math.floor(value / stepM - 1) * stepM;
  const until = (value: number): number => Math.ceil(value / stepM + 1) * stepM;
  let path = '';
  for (let x = from(left); x <= until(right) + stepM / 2; x += stepM)
    path += pathOf(camera, along([x, from(bottom)], [x, until(top)]));
  for (let y = from(bottom); y <= until(top) + stepM / 2; y += stepM)
    path += pathOf(camera, along([from(left), y], [until(right), y]));
  return { stepM, path };
}
