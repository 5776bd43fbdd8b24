// Sums of zones, gaps, days of the site's clock.
// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { HistoryColumns } from '../api.ts';
import { share } from '../format.ts';
import { courseOf, extentOf, overSpan, withGaps } from './course.ts';
import { dayBefore, dayOf, inputOf, localOf, msOfInput, tickText } from './local_time.ts';
import { csvOf } from './save.ts';
import { weekOf } from './week_means.ts';

const columns = (zones: string[], rows: [number, number, number | null][]): HistoryColumns => ({
  zones,
  zone: rows.map(([zone]) => zone),
  startMs: rows.map(([, startMs]) => startMs),
  lengthMs: rows.map(() => 60_000),
  mean: rows.map(([, , mean]) => mean),
  low: rows.map(([, , mean]) => (mean === null ? null : mean - 1)),
  high: rows.map(([, , mean]) => (mean === null ? null : mean + 2)),
  highest: rows.map(([, , mean]) => mean),
  countedS: rows.map(() => 60),
  coveragePercent: rows.map(() => 100),
});

test('a group is the sum of its zones, and so is its interval', () => {
  const course = courseOf(
    columns(
      ['a', 'b'],
      [
        [0, 0, 10],
        [1, 0, 5],
      ],
    ),
  );
  expect(course).toEqual({
    startMs: [0],
    lengthMs: 60_000,
    mean: [15],
    low: [13],
    high: [19],
    highest: [15],
  });
});

test('a group is unknown while one of its zones is blind or has no row', () => {
  const course = courseOf(
    columns(
      ['a', 'b'],
      [
        [0, 0, 10],
        [1, 0, null],
        [0, 60_000, 10],
      ],
    ),
  );
  expect(course.mean).toEqual([null, null]);
});

test('a row that is missing makes a gap', () => {
  const course = withGaps(
    courseOf(
      columns(
        ['a'],
        [
          [0, 0, 1],
          [0, 60_000, 2],
          [0, 300_000, 3],
        ],
      ),
    ),
  );
  expect(course.startMs).toEqual([0, 60_000, 120_000, 300_000]);
  expect(course.mean).toEqual([1, 2, null, 3]);
});

test('a chart shows the span that was asked for, and no line where there are no counts', () => {
  const course = courseOf(
    columns(
      ['a'],
      [
        [0, 600_000, 3],
        [0, 660_000, 4],
      ],
    ),
  );
  const span = { fromMs: 0, untilMs: 3_600_000 };
  expect(overSpan(course, span)).toMatchObject({
    startMs: [0, 600_000, 660_000, 3_600_000],
    mean: [null, 3, 4, null],
    high: [null, 5, 6, null],
  });
  expect(course.startMs, 'what is saved as CSV stays as it is').toEqual([600_000, 660_000]);
  expect(overSpan(course, { fromMs: 600_000, untilMs: 660_000 })).toEqual(course);
});

test('marks on the axis differ, whatever the step', () => {
  const at = Date.UTC(2026, 10, 26, 22, 59, 50);
  const text = (ms: number, stepMs: number): string => tickText(ms, stepMs, 'en', 'Europe/Paris');
  expect([0, 5000, 10_000].map((ms) => text(at + ms, 5000))).toEqual([
    '23:59:50',
    '23:59:55',
    '27 Nov',
  ]);
  expect(text(at + 70_000, 60_000)).toBe('00:01');
  expect(text(at, 86_400_000)).toBe('26 Nov');
});

test('the extent leaves out what nobody saw', () => {
  const extent = extentOf(
    courseOf(
      columns(
        ['a'],
        [
          [0, 0, 4],
          [0, 60_000, null],
          [0, 120_000, 8],
          [0, 180_000, 6],
        ],
      ),
    ),
    { fromMs: 0, untilMs: 240_000 },
  );
  expect(extent).toEqual({ highest: 8, highestAtMs: 120_000, mean: 6, unseen: 0.25 });
});

test('time before the first count and after the last was not seen either', () => {
  const minute = courseOf(columns(['a'], [[0, 600_000, 4]]));
  expect(extentOf(minute, { fromMs: 0, untilMs: 3_600_000 }).unseen).toBeCloseTo(59 / 60);
  // A row more than the span is long: it begins between two rows.
  const two = courseOf(
    columns(
      ['a'],
      [
        [0, 0, 4],
        [0, 60_000, 4],
      ],
    ),
  );
  expect(extentOf(two, { fromMs: 30_000, untilMs: 90_000 }).unseen).toBe(0);
});

test('a share that is not all is never told as 100%, nor one that is not nothing as 0%', () => {
  expect([0, 0.0007, 0.25, 0.9993, 1].map((part) => share(part, 'en'))).toEqual([
    '0%',
    '<1%',
    '25%',
    '>99%',
    '100%',
  ]);
});

test('a blind minute is empty in the CSV, and a name with quotes stays one cell', () => {
  expect(
    csvOf(
      'a "b"',
      courseOf(
        columns(
          ['x'],
          [
            [0, 0, 1.5],
            [0, 60_000, null],
          ],
        ),
      ),
    ),
  ).toBe(
    'place,start,end,mean,low,high,highest\r\n' +
      '"a ""b""",1970-01-01T00:00:00.000Z,1970-01-01T00:01:00.000Z,1.5,0.5,3.5,1.5\r\n' +
      '"a ""b""",1970-01-01T00:01:00.000Z,1970-01-01T00:02:00.000Z,,,,\r\n',
  );
});

describe('the clock of the site', () => {
  test('is ahead of UTC by one hour in winter and two in summer in Paris', () => {
    expect(inputOf(Date.UTC(2026, 0, 15, 12), 'Europe/Paris')).toBe('2026-01-15 13:00');
    expect(inputOf(Date.UTC(2026, 6, 15, 12), 'Europe/Paris')).toBe('2026-07-15 14:00');
    expect(dayOf(Date.UTC(2026, 6, 15, 23), 'Europe/Paris')).toBe('2026-07-16');
  });
  test('is read back, on the days when clocks change as well', () => {
    expect(msOfInput('2026-03-29 04:00', 'Europe/Paris')).toBe(Date.UTC(2026, 2, 29, 2));
    expect(msOfInput('2026-10-25 04:00', 'Europe/Paris')).toBe(Date.UTC(2026, 9, 25, 3));
    expect(msOfInput('2026-03-29', 'Europe/Paris')).toBe(Date.UTC(2026, 2, 28, 23));
    expect(msOfInput('2026-03-30', 'Europe/Paris')).toBe(Date.UTC(2026, 2, 29, 22));
    expect(msOfInput('soon', 'Europe/Paris')).toBeNull();
  });
  test('knows weekdays, Sunday being 0, and the day before', () => {
    expect(localOf(Date.UTC(2026, 10, 22, 22, 59), 'Europe/Paris').weekday).toBe(0);
    expect(localOf(Date.UTC(2026, 10, 22, 23), 'Europe/Paris')).toMatchObject({
      weekday: 1,
      hour: 0,
    });
    expect(dayBefore('2026-03-01', 1)).toBe('2026-02-28');
  });
});

test('the usual week is the mean of each hour, Monday first', () => {
  const monday = Date.UTC(2026, 10, 23, 9);
  const week = weekOf(
    courseOf(
      columns(
        ['a'],
        [
          [0, monday, 10],
          [0, monday + 7 * 86_400_000, 20],
          [0, monday + 3_600_000, null],
        ],
      ),
    ),
    'UTC',
  );
  expect(week[0]![9]).toBe(15);
  expect(week[0]![10]).toBeNull();
  expect(week.flat().filter((mean) => mean !== null)).toHaveLength(1);
});
