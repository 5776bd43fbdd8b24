// Hands a file to the person in front of the browser.
// SPDX-License-Identifier: Apache-2.0
import type { Course } from './course.ts';

export function saveAs(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The columns of `throng export` that a course has; empty where there was no count.
export function csvOf(place: string, course: Course): string {
  const quoted = `"${place.replaceAll('"', '""')}"`;
  const cell = (value: number | null | undefined): string =>
    value == null ? '' : String(Math.round(value * 100) / 100);
  const rows = course.startMs.map((startMs, i) =>
    [
      quoted,
      new Date(startMs).toISOString(),
      new Date(startMs + course.lengthMs).toISOString(),
      cell(course.mean[i]),
      cell(course.low[i]),
      cell(course.high[i]),
      cell(course.highest[i]),
    ].join(','),
  );
  return ['place,start,end,mean,low,high,highest', ...rows, ''].join('\r\n');
}

export const fileName = (site: string, place: string, ending: string): string =>
  `${site}-${place}.${ending}`.replace(/[^\p{L}\p{N}.-]+/gu, '-');
