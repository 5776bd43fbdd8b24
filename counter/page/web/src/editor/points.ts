// The points of one camera's picture that can be moved.
// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../words/en.ts';
import type { CameraPart, Pair, PairAt, ZonePart } from './site_file.ts';

export interface PicturePoint {
  id: string;
  name: string;
  look: 'mark' | 'foot' | 'head' | 'corner' | 'line';
  short: string;
  at: PairAt;
  line?: number; // the straight line that it can be taken out of
}

export const isSeenBy = (zone: ZonePart, camera: CameraPart): boolean =>
  zone.cameras.includes(camera.name);

export const lineName = (line: number): string => `L${line + 1}`;
export const linePointId = (line: number, point: number): string => `line-${line}-${point}`;

export function pointsOf(camera: CameraPart, zones: ZonePart[], words: Words): PicturePoint[] {
  const points: PicturePoint[] = camera.groundMarks.map((mark, i) => ({
    id: `mark-${i}`,
    name: words.markNumber(i + 1),
    look: 'mark',
    short: String(i + 1),
    at: mark.image,
  }));
  camera.heightMarks.forEach((mark, i) => {
    points.push({
      id: `foot-${i}`,
      name: words.footNumber(i + 1),
      look: 'foot',
      short: String(i + 1),
      at: mark.foot,
    });
    points.push({
      id: `head-${i}`,
      name: words.headNumber(i + 1),
      look: 'head',
      short: '',
      at: mark.head,
    });
  });
  camera.straightLines.forEach((line, l) =>
    line.points.forEach((at, i) =>
      points.push({
        id: linePointId(l, i),
        name: words.pointOfLine(i + 1, l + 1),
        look: 'line',
        short: i === 0 ? lineName(l) : '',
        at,
        line: l,
      }),
    ),
  );
  zones.forEach((zone, z) => {
    if (zone.isInMetres || !isSeenBy(zone, camera)) return;
    zone.corners.forEach((corner, i) =>
      points.push({
        id: `zone-${z}-${i}`,
        name: words.cornerOf(zone.name, i + 1),
        look: 'corner',
        short: '',
        at: corner,
      }),
    );
  });
  return points;
}

export const inside = ([x, y]: Pair, [width, height]: Pair): Pair => [
  Math.min(width, Math.max(0, x)),
  Math.min(height, Math.max(0, y)),
];

// By the arrow keys; null for other keys.
export function moved([x, y]: Pair, event: KeyboardEvent): Pair | null {
  const step = event.shiftKey ? 10 : 1;
  const by: Record<string, Pair> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  };
  const move = by[event.key];
  return move === undefined ? null : [x + move[0], y + move[1]];
}
