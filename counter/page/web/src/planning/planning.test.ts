// Time at each level, and where there was room while a zone was too full.
// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { HistoryColumns } from '../api.ts';
import type { Site } from '../contract.ts';
import { pastOf } from './planning.ts';

const zone = (name: string, capacity: number | null) => ({
  name,
  kind: 'walkway' as const,
  areaM2: 100,
  capacity,
  isFullestCell: false,
});
const site: Site = {
  name: 's',
  groups: [],
  zones: [
    zone('full', 100),
    zone('roomy', 100),
    zone('busy', 100),
    zone('unlimited', null),
    { ...zone('full, fullest 16 m2', null), isFullestCell: true },
  ],
};
const monday9 = Date.UTC(2026, 10, 23, 9);
const hourMs = 3_600_000;

// Each moment: the highest counts of the five zones.
function columnsOf(moments: [number, (number | null)[]][]): HistoryColumns {
  const columns: HistoryColumns = {
    zones: site.zones.map(({ name }) => name),
    zone: [],
    startMs: [],
    lengthMs: [],
    mean: [],
    low: [],
    high: [],
    highest: [],
    countedS: [],
    coveragePercent: [],
  };
  for (const [startMs, counts] of moments) {
    counts.forEach((count, i) => {
      columns.zone.push(i);
      columns.startMs.push(startMs);
      columns.lengthMs.push(hourMs);
      for (const key of ['mean', 'low', 'high', 'highest'] as const) columns[key].push(count);
      columns.countedS.push(count === null ? 0 : 3600);
      columns.coveragePercent.push(100);
    });
  }
  return columns;
}

const pasts = pastOf(
  site,
  columnsOf([
    [monday9, [120, 10, 60, 900, 50]],
    [monday9 + hourMs, [110, 20, 10, 900, 50]],
    [monday9 + 2 * hourMs, [null, 30, 10, 900, 50]],
    [monday9 + 24 * hourMs, [105, 40, 70, 900, 50]],
  ]),
  'UTC',
);
const of = (name: string) => pasts.find((past) => past.name === name)!;

test('the most filled zone stands first, and a cell of a zone is no zone', () => {
  expect(pasts.map(({ name }) => name)).toEqual(['full', 'busy', 'roomy', 'unlimited']);
});

test('the excess is told with its days, hours and rooms', () => {
  // "busy" was more than half full on two of the three occasions.
  expect(of('full').excess).toEqual({
    days: 2,
    most: 120,
    busiestWeekday: 0,
    busiestHour: 9,
    roomyZones: ['roomy'],
  });
  expect(of('roomy').excess).toBeNull();
});

test('hours at a level or worse, without those that nobody saw', () => {
  // 1.05 to 1.2 persons per m2 on a walkway is D (from 0.72), E begins at 1.08.
  expect(of('full')).toMatchObject({
    hoursSeen: 3,
    highest: 120,
    highestAtMs: monday9,
    share: 1.2,
  });
  expect(of('full').hoursFrom).toEqual({ A: 3, B: 3, C: 3, D: 3, E: 2, F: 0 });
  expect(of('unlimited')).toMatchObject({ share: null, hoursSeen: 4, mean: 900 });
});
