// What the past says about a zone: peaks, time at each level, when its capacity was exceeded.
// SPDX-License-Identifier: Apache-2.0
import type { HistoryColumns } from '../api.ts';
import type { Level, Site } from '../contract.ts';
import { dayOf, localOf } from '../history/local_time.ts';
import { levelOf, levels } from '../level.ts';

export interface Excess {
  days: number;
  most: number; // persons
  busiestWeekday: number; // 0 is Monday
  busiestHour: number;
  roomyZones: string[]; // less than half full whenever this one was above its capacity
}

export interface ZonePast {
  name: string;
  mean: number | null;
  highest: number | null;
  highestAtMs: number | null;
  share: number | null; // highest of capacity, 1 is full
  hoursFrom: Record<Level, number>; // at this level or worse
  hoursSeen: number;
  excess: Excess | null;
}

const mostOf = (counts: number[]): number => counts.indexOf(Math.max(...counts));

function excessOf(
  rows: number[],
  columns: HistoryColumns,
  timeZone: string,
  roomy: (startMs: number) => string[],
): Excess {
  const days = new Set<string>();
  const byWeekday = Array.from({ length: 7 }, () => 0),
    byHour = Array.from({ length: 24 }, () => 0);
  let roomyZones: string[] | null = null;
  for (const row of rows) {
    const startMs = columns.startMs[row]!;
    const { weekday, hour } = localOf(startMs, timeZone);
    days.add(dayOf(startMs, timeZone));
    byWeekday[(weekday + 6) % 7]! += 1;
    byHour[hour]! += 1;
    const now = new Set(roomy(startMs));
    roomyZones = (roomyZones ?? [...now]).filter((name) => now.has(name));
  }
  return {
    days: days.size,
    most: Math.max(...rows.map((row) => columns.highest[row]!)),
    busiestWeekday: mostOf(byWeekday),
    busiestHour: mostOf(byHour),
    roomyZones: roomyZones ?? [],
  };
}

// The most filled first. Zones that are a cell of another are left out.
export function pastOf(site: Site, columns: HistoryColumns, timeZone: string): ZonePast[] {
  const rowsOf = columns.zones.map((): number[] => []);
  const roomyAt = new Map<number, string[]>();
  const zoneOf = columns.zones.map((name) => site.zones.find((zone) => zone.name === name));
  columns.zone.forEach((position, row) => {
    const highest = columns.highest[row] ?? null;
    const capacity = zoneOf[position]?.capacity ?? null;
    rowsOf[position]!.push(row);
    if (highest === null || capacity === null || highest >= capacity / 2) return;
    const roomy = roomyAt.get(columns.startMs[row]!) ?? [];
    roomy.push(columns.zones[position]!);
    roomyAt.set(columns.startMs[row]!, roomy);
  });
  const pasts = rowsOf.flatMap((rows, position): ZonePast[] => {
    const zone = zoneOf[position];
    if (zone === undefined || zone.isFullestCell) return [];
    const past: ZonePast = {
      name: zone.name,
      mean: null,
      highest: null,
      highestAtMs: null,
      share: null,
      hoursFrom: { A: 0, B: 0, C: 0, D: 0, E: 0, F: 0 },
      hoursSeen: 0,
      excess: null,
    };
    const above: number[] = [];
    let sum = 0;
    for (const row of rows) {
      const highest = columns.highest[row] ?? null;
      if (highest === null) continue;
      const hours = columns.countedS[row]! / 3600;
      past.hoursSeen += hours;
      sum += (columns.mean[row] ?? 0) * hours;
      if (past.highest === null || highest > past.highest)
        [past.highest, past.highestAtMs] = [highest, columns.startMs[row]!];
      const worst = levels.indexOf(levelOf(zone.kind, highest / zone.areaM2));
      for (const level of levels.slice(0, worst + 1)) past.hoursFrom[level] += hours;
      if (zone.capacity !== null && highest > zone.capacity) above.push(row);
    }
    if (past.hoursSeen > 0) past.mean = sum / past.hoursSeen;
    if (zone.capacity !== null && past.highest !== null) past.share = past.highest / zone.capacity;
    if (above.length > 0)
      past.excess = excessOf(above, columns, timeZone, (startMs) => roomyAt.get(startMs) ?? []);
    return [past];
  });
  return pasts.sort(
    (a, b) => (b.share ?? 0) - (a.share ?? 0) || (b.highest ?? 0) - (a.highest ?? 0),
  );
}
