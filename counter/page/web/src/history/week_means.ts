// Means by weekday and hour.
// SPDX-License-Identifier: Apache-2.0
import type { Course } from './course.ts';
import { localOf } from './local_time.ts';

// [Monday .. Sunday][hour]; null where there was no count at all.
export function weekOf(course: Course, timeZone: string): (number | null)[][] {
  const sums = Array.from({ length: 7 }, () =>
    Array.from({ length: 24 }, () => ({ sum: 0, count: 0 })),
  );
  course.startMs.forEach((ms, i) => {
    const mean = course.mean[i] ?? null;
    if (mean === null) return;
    const { weekday, hour } = localOf(ms, timeZone);
    const cell = sums[(weekday + 6) % 7]![hour]!;
    cell.sum += mean;
    cell.count += 1;
  });
  return sums.map((hours) => hours.map(({ sum, count }) => (count === 0 ? null : sum / count)));
}

// 0 to 5.
export const shadeOf = (mean: number, most: number): number =>
  Math.min(5, Math.floor((mean / most) * 6));
