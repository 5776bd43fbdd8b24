// Where zones lie on the screen's plan, and how large their labels can be.
// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '../api.ts';

export type Point = [number, number];

export interface DrawnZone {
  name: string;
  points: Point[]; // in units of which the plan is 1000 wide, y downwards
  centre: Point;
  width: number; // of the room for a label around the centre
  height: number;
}

const planWidth = 1000;
const margin = 12;

export function areaOf(points: Point[]): number {
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    twice += x * nextY - nextX * y;
  });
  return twice / 2;
}

function centroid(points: Point[]): Point {
  const area = areaOf(points);
  let x = 0,
    y = 0;
  points.forEach(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length]!;
    const cross = ax * by - bx * ay;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  });
  return area === 0 ? points[0]! : [x / (6 * area), y / (6 * area)];
}

// The stretch inside the outline through `at`, along x: its length and middle; 0 long outside.
function stretch(points: Point[], [x, y]: Point): { length: number; middle: number } {
  const cuts: number[] = [];
  points.forEach(([ax, ay], i) => {
    const [bx, by] = points[(i + 1) % points.length]!;
    if (ay > y !== by > y) cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
  });
  cuts.sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i += 2) {
    const from = cuts[i]!,
      to = cuts[i + 1]!;
    if (from <= x && x <= to) return { length: to - from, middle: (from + to) / 2 };
  }
  return { length: 0, middle: x };
}

const distance = ([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number => {
  const along =
    ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / Math.max(1e-9, (bx - ax) ** 2 + (by - ay) ** 2);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
};

const toEdge = (points: Point[], at: Point): number =>
  Math.min(...points.map((a, i) => distance(at, a, points[(i + 1) % points.length]!)));

// The point with most room around it; of several with nearly as much, the one nearest to the middle.
function roomOf(points: Point[]): Pick<DrawnZone, 'centre' | 'width' | 'height'> {
  const middle = centroid(points);
  const steps = 12;
  const xs = points.map(([x]) => x),
    ys = points.map(([, y]) => y);
  const left = Math.min(...xs),
    top = Math.min(...ys);
  const stepX = (Math.max(...xs) - left) / steps,
    stepY = (Math.max(...ys) - top) / steps;
  let centre = middle;
  let best = -Infinity;
  for (let i = 0; i <= steps * steps + 2 * steps; i += 1) {
    const at: Point = [left + (i % (steps + 1)) * stepX, top + Math.floor(i / (steps + 1)) * stepY];
    if (stretch(points, at).length === 0) continue;
    const score = toEdge(points, at) - 0.08 * Math.hypot(at[0] - middle[0], at[1] - middle[1]);
    if (score > best) [best, centre] = [score, at];
  }
  const room = toEdge(points, centre);
  const widthAt = (down: number): number => {
    const { length, middle: at } = stretch(points, [centre[0], centre[1] + down]);
    return length - 2 * Math.abs(at - centre[0]);
  };
  return {
    centre,
    width: Math.min(widthAt(-room * 0.8), widthAt(0), widthAt(room * 0.8)),
    height: 2 * room,
  };
}

export function placeZones(plan: Plan) {
  const corners = plan.zones.flatMap((zone) => zone.outline);
  const { image } = plan;
  if (image !== undefined) corners.push([image.left, image.bottom], [image.right, image.top]);
  const xs = corners.map(([x]) => x),
    ys = corners.map(([, y]) => y);
  const left = Math.min(...xs),
    top = Math.max(...ys);
  const scale = planWidth / Math.max(1e-6, Math.max(...xs) - left);
  const height = (top - Math.min(...ys)) * scale;
  const toScreen = ([x, y]: [number, number]): Point => [
    Math.round((x - left) * scale * 10) / 10,
    Math.round((top - y) * scale * 10) / 10,
  ];
  const zones: DrawnZone[] = plan.zones.map(({ name, outline }) => {
    const points = outline.map(toScreen);
    return { name, points, ...roomOf(points) };
  });
  const view = [-margin, -margin, planWidth + 2 * margin, height + 2 * margin];
  if (image === undefined) return { zones, view, image: null };
  const [x, y] = toScreen([image.left, image.top]);
  const [right, bottom] = toScreen([image.right, image.bottom]);
  return { zones, view, image: { url: image.url, x, y, width: right - x, height: bottom - y } };
}

export interface Line {
  text: string;
  look: 'letter' | 'number' | 'name';
  right: number;
  down: number;
  size: number;
  anchor: 'middle' | 'end' | 'start';
}

const letterWidth = 0.6; // of the size, in most fonts

// The count is what is read from afar, then the letter, then the name. A long zone has all in one
// line; what does not fit is left out, the letter never.
export function labelOf(zone: DrawnZone, letter: string, count: string): Line[] {
  const { width, height, name } = zone;
  const fits = (letters: number, share: number): number =>
    (width * share) / Math.max(1, letters * letterWidth);
  const line = (
    look: Line['look'],
    text: string,
    size: number,
    right: number,
    down: number,
    anchor: Line['anchor'] = 'middle',
  ): Line => ({ text, look, right, down, size, anchor });
  if (count !== '' && width > 3 * height) {
    const size = Math.min(height * 0.62, fits(count.length + 2, 0.9), 56);
    const nameSize = Math.min(height * 0.34, 20);
    const hasName =
      nameSize >= 10 && width > (size * (count.length + 3) + nameSize * name.length) * letterWidth;
    const parts = hasName ? -width * 0.12 : 0;
    const lines = [
      line('letter', letter, size * 0.8, parts - size * 0.25, size * 0.3, 'end'),
      line('number', count, size, parts + size * 0.05, size * 0.35, 'start'),
    ];
    if (hasName)
      lines.push(
        line(
          'name',
          name,
          nameSize,
          parts + size * (0.6 + count.length * letterWidth),
          size * 0.35,
          'start',
        ),
      );
    return lines;
  }
  const letterSize = Math.max(7, Math.min(height * 0.3, width * 0.42, 40));
  const countSize = Math.min(height * 0.38, fits(count.length, 0.86), 56);
  if (count === '' || countSize < 11) {
    const size = Math.min(height * 0.62, width * 0.7, 40);
    return [line('letter', letter, size, 0, size * 0.35)];
  }
  const nameSize = Math.min(height * 0.17, fits(name.length, 0.9), 20);
  const hasName = nameSize >= 10;
  const top = -(letterSize + countSize + (hasName ? nameSize * 1.2 : 0)) / 2;
  const lines = [
    line('letter', letter, letterSize, 0, top + letterSize * 0.8),
    line('number', count, countSize, 0, top + letterSize + countSize * 0.82),
  ];
  if (hasName)
    lines.push(line('name', name, nameSize, 0, top + letterSize + countSize + nameSize * 0.95));
  return lines;
}
