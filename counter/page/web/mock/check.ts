// Stands for `throng check`: the plane through the ground marks, and what follows from it.
// SPDX-License-Identifier: Apache-2.0
import { straightOf, type Lens } from '../src/editor/lens.ts';
import { areaOf } from '../src/live/plan_shapes.ts';
import { readSiteFile, type CameraPart, type Pair } from '../src/editor/site_file.ts';
import { TomlMistake } from '../src/editor/toml.ts';

// The solution of the normal equations of `rows` times it = `right`.
function leastSquares(rows: number[][], right: number[]): number[] {
  const size = rows[0]!.length;
  const a = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) =>
      rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0),
    ),
    rows.reduce((sum, row, r) => sum + row[i]! * right[r]!, 0),
  ]);
  for (let i = 0; i < size; i += 1) {
    const best = a
      .slice(i)
      .reduce((top, row, k) => (Math.abs(row[i]!) > Math.abs(a[top]![i]!) ? i + k : top), i);
    [a[i], a[best]] = [a[best]!, a[i]!];
    for (let r = 0; r < size; r += 1) {
      if (r === i) continue;
      const share = a[r]![i]! / a[i]![i]!;
      for (let c = i; c <= size; c += 1) a[r]![c]! -= share * a[i]![c]!;
    }
  }
  return a.map((row, i) => row[size]! / row[i]!);
}

// Straight lines are not fitted: of all of them, the same is found.
function lensOf({ section, straightLines, picture }: CameraPart): Lens {
  const written = section.entries.find(({ key }) => key === 'lens_bend')?.value.data;
  const bend = typeof written === 'number' ? written : 0;
  return { picture: picture ?? [1, 1], lensBend: straightLines.length > 0 ? -0.08 : bend };
}

// A pinhole's pixels from metres on the ground, scaled so that the last number is 1.
function planeOf(camera: CameraPart): number[] {
  const rows: number[][] = [],
    right: number[] = [];
  const lens = lensOf(camera);
  for (const {
    image,
    metres: {
      pair: [x, y],
    },
  } of camera.groundMarks) {
    const [u, v] = straightOf(lens, image.pair);
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]);
    right.push(u, v);
  }
  return [...leastSquares(rows, right), 1];
}

function cameraOf(camera: CameraPart): object | null {
  if (camera.groundMarks.length < 4 || camera.picture === null) return null;
  const h = planeOf(camera);
  const lens = lensOf(camera);
  const [width, height] = camera.picture;
  const focal = 1.15 * width;
  const columns = [0, 1, 2].map((c) => [
    (h[c]! - (width / 2) * h[6 + c]!) / focal,
    (h[3 + c]! - (height / 2) * h[6 + c]!) / focal,
    h[6 + c]!,
  ]);
  const length = Math.hypot(...columns[0]!);
  const [a, b, t] = columns.map((column) => column.map((value) => value / length)) as [
    number[],
    number[],
    number[],
  ];
  const up = [
    a[1]! * b[2]! - a[2]! * b[1]!,
    a[2]! * b[0]! - a[0]! * b[2]!,
    a[0]! * b[1]! - a[1]! * b[0]!,
  ];
  const toPixel = [
    [focal, 0, width / 2],
    [0, focal, height / 2],
    [0, 0, 1],
  ];
  const p = toPixel.flatMap((row) =>
    [a, b, up, t].map((column) => row.reduce((sum, value, i) => sum + value * column[i]!, 0)),
  );
  const residuals = camera.groundMarks.map(
    ({
      image,
      metres: {
        pair: [x, y],
      },
    }) => {
      const depth = h[6]! * x + h[7]! * y + 1;
      const [u, v] = straightOf(lens, image.pair);
      const px = Math.hypot(
        (h[0]! * x + h[1]! * y + h[2]!) / depth - u,
        (h[3]! * x + h[4]! * y + h[5]!) / depth - v,
      );
      return { px, metres: px * 0.02, leftOut: false };
    },
  );
  const rmsPx = Math.sqrt(residuals.reduce((sum, { px }) => sum + px * px, 0) / residuals.length);
  const heightM = Math.abs(up.reduce((sum, value, i) => sum + value * t[i]!, 0));
  return {
    name: camera.name,
    picture: camera.picture,
    heightM,
    tiltDeg: 25,
    focalPx: focal,
    lensBend: lens.lensBend,
    linesRmsPx: camera.straightLines.length > 0 ? 0.5 : null,
    tooLow: false,
    rmsPx,
    pixelFromSite: p,
    residuals,
  };
}

// On the ground; four unknowns would do, but the plane is known already.
function groundOf(h: number[], [u, v]: Pair): Pair {
  const [x, y] = leastSquares(
    [
      [h[0]! - u * h[6]!, h[1]! - u * h[7]!],
      [h[3]! - v * h[6]!, h[4]! - v * h[7]!],
    ],
    [u - h[2]!, v - h[5]!],
  );
  return [x!, y!];
}

export function checkSite(text: string): object {
  try {
    const site = readSiteFile(text);
    const complaints: object[] = [];
    const mistake = (start: number | null, field: string, what: string): void =>
      void complaints.push({
        weight: 'mistake',
        line: start === null ? 0 : text.slice(0, start).split('\n').length,
        field,
        text: what,
      });
    for (const camera of site.cameras) {
      if (camera.groundMarks.length < 4 && camera.heightMarks.length < 2) {
        mistake(
          camera.section.start,
          `camera "${camera.name}"`,
          'the camera has no calibration; add one of: "ground_marks", "height_marks", "pose"',
        );
      }
    }
    if (site.zones.length === 0)
      mistake(null, 'zone', 'the file has no zone; add a part that starts with [[zone]]');
    const zones = site.zones.flatMap((zone) => {
      const camera = site.cameras.find(({ name }) => name === zone.cameras[0]);
      if (camera === undefined) {
        mistake(zone.section.start, `zone "${zone.name}"`, 'there is no such camera');
        return [];
      }
      if (camera.groundMarks.length < 4) return [];
      const plane = planeOf(camera);
      const outlineM = zone.isInMetres
        ? zone.corners.map(({ pair }) => pair)
        : zone.corners.map(({ pair }) => groundOf(plane, straightOf(lensOf(camera), pair)));
      return [
        {
          name: zone.name,
          kind: zone.kind,
          areaM2: Math.abs(areaOf(outlineM)),
          capacity: 100,
          capacityRule: 'given',
          coveragePercent: 100,
          outlineM,
          fullestOf: null,
        },
      ];
    });
    const patches = zones.map(({ name, areaM2 }) => {
      const zone = site.zones.find((part) => part.name === name)!;
      return {
        zone: name,
        areaM2,
        views: zone.cameras.map((camera) => ({
          camera,
          outlinePx: zone.isInMetres ? [] : zone.corners.map(({ pair }) => pair),
          personHeightPx: [41, 96],
        })),
      };
    });
    return {
      complaints,
      cameras: site.cameras.flatMap((camera) => cameraOf(camera) ?? []),
      zones,
      patches,
      missingOnSign: [],
    };
  } catch (error) {
    if (!(error instanceof TomlMistake)) throw error;
    return {
      complaints: [{ weight: 'mistake', line: error.line, field: 'file', text: error.message }],
      cameras: [],
      zones: [],
      patches: [],
      missingOnSign: [],
    };
  }
}
