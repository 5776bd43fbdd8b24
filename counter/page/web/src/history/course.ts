// How many were in a place over time: of a zone, or of a group as the sum of its zones.
// SPDX-License-Identifier: Apache-2.0
import { askHistory, type HistoryColumns, type Resolution, type Span } from '../api.ts';
import type { Site } from '../contract.ts';

export interface Course {
  startMs: number[];
  lengthMs: number;
  mean: (number | null)[]; // null: nobody saw the place, or a zone of the group
  low: (number | null)[];
  high: (number | null)[];
  highest: (number | null)[];
}

export const zonesOf = (site: Site, place: string): string[] => {
  const group = site.groups.find(({ name }) => name === place);
  return group === undefined ? [place] : group.zones.map((zone) => site.zones[zone]!.name);
};

const add = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;

// The sum over the zones of `columns`. A moment at which a zone has no row is unknown.
export function courseOf(columns: HistoryColumns): Course {
  const course: Course = {
    startMs: [],
    lengthMs: columns.lengthMs[0] ?? 0,
    mean: [],
    low: [],
    high: [],
    highest: [],
  };
  const rowsAt: number[] = [];
  columns.startMs.forEach((startMs, row) => {
    let at = course.startMs.length - 1;
    if (course.startMs[at] !== startMs) {
      at += 1;
      course.startMs.push(startMs);
      rowsAt.push(0);
      for (const key of ['mean', 'low', 'high', 'highest'] as const) course[key].push(0);
    }
    rowsAt[at]! += 1;
    for (const key of ['mean', 'low', 'high', 'highest'] as const)
      course[key][at] = add(course[key][at]!, columns[key][row]!);
  });
  rowsAt.forEach((rows, at) => {
    if (rows === columns.zones.length) return;
    for (const key of ['mean', 'low', 'high', 'highest'] as const) course[key][at] = null;
  });
  return course;
}

// Rows that are missing altogether are gaps as well: the line must not run across them.
export function withGaps(course: Course): Course {
  const full: Course = {
    startMs: [],
    lengthMs: course.lengthMs,
    mean: [],
    low: [],
    high: [],
    highest: [],
  };
  course.startMs.forEach((startMs, i) => {
    const before = course.startMs[i - 1];
    if (before !== undefined && startMs - before > 1.5 * course.lengthMs) {
      full.startMs.push(before + course.lengthMs);
      for (const key of ['mean', 'low', 'high', 'highest'] as const) full[key].push(null);
    }
    full.startMs.push(startMs);
    for (const key of ['mean', 'low', 'high', 'highest'] as const) full[key].push(course[key][i]!);
  });
  return full;
}

// For a chart whose axis shows all that was asked for, with counts or without.
export function overSpan(course: Course, { fromMs, untilMs }: Span): Course {
  const full: Course = {
    ...course,
    startMs: [...course.startMs],
    mean: [...course.mean],
    low: [...course.low],
    high: [...course.high],
    highest: [...course.highest],
  };
  const values = [full.mean, full.low, full.high, full.highest];
  // Where the counts begin or end within the span, so that no line runs from there to its edge.
  if (full.startMs.length === 0 || full.startMs[0]! > fromMs) {
    full.startMs.unshift(fromMs);
    for (const value of values) value.unshift(null);
  }
  if (full.startMs.at(-1)! < untilMs) {
    full.startMs.push(untilMs);
    for (const value of values) value.push(null);
  }
  return full;
}

export async function askCourse(
  site: Site,
  place: string,
  span: Span,
  resolution: Resolution,
): Promise<Course> {
  return withGaps(courseOf(await askHistory(site.name, zonesOf(site, place), span, resolution)));
}

// So that a chart has at most some thousand points, but a year still shows each quarter of an hour.
export function usualResolution({ fromMs, untilMs }: Span): Resolution {
  const hours = (untilMs - fromMs) / 3_600_000;
  if (hours <= 6) return 'released';
  return hours <= 26 ? 'minute' : 'quarter_hour';
}

export interface Extent {
  highest: number | null;
  highestAtMs: number | null;
  mean: number | null;
  unseen: number;
}

// `unseen`: share of the span without a count, 0..1; neither 0 nor 1 unless all or nothing was seen.
export function extentOf(course: Course, { fromMs, untilMs }: Span): Extent {
  let highest: number | null = null,
    highestAtMs: number | null = null,
    sum = 0,
    seen = 0;
  course.highest.forEach((persons, i) => {
    if (persons === null) return;
    seen += 1;
    sum += course.mean[i] ?? 0;
    if (highest === null || persons > highest)
      [highest, highestAtMs] = [persons, course.startMs[i]!];
  });
  // A span rarely begins where a row does, so one that is seen all the time may have a row more.
  const rows = Math.max(
    course.highest.length,
    course.lengthMs === 0 ? 0 : Math.floor((untilMs - fromMs) / course.lengthMs),
  );
  return {
    highest,
    highestAtMs,
    mean: seen === 0 ? null : sum / seen,
    unseen: rows === 0 ? 1 : 1 - seen / rows,
  };
}
