// The drawn places as messages of throng.v1 in their JSON mapping.
// SPDX-License-Identifier: Apache-2.0
import { levelOf } from '../src/level.ts';
import type { ZoneKind } from '../src/contract.ts';
import { personsAt, type DrawnSite, type DrawnZone } from './places.ts';

export const tickMs = 15_000;
export const nsOf = (ms: number): string => `${BigInt(Math.round(ms)) * 1_000_000n}`;

export type Sight = 'fresh' | 'stale' | 'blind';

export const siteMessage = (site: DrawnSite) => ({
  name: site.name,
  zones: site.zones.map((zone) => ({
    name: zone.name,
    kind: `ZONE_KIND_${zone.kind}`,
    areaM2: zone.areaM2,
    ...(zone.capacity === null
      ? {}
      : { capacityPersons: zone.capacity, capacityRule: 'event: 2 per m2' }),
  })),
  groups: site.groups.map((group) => ({
    name: group.name,
    zones: group.zones,
    capacityPersons: group.capacity,
    capacityRule: 'written',
  })),
});

const spread = (persons: number): number => Math.max(2, Math.round(persons * 0.14));

const around = (expected: number, off: number) => ({
  low: Math.max(0, expected - off),
  expected,
  high: expected + off,
});

// `personsBefore`: a minute ago.
function meaning(persons: number, personsBefore: number, areaM2: number, capacity: number | null) {
  const off = spread(persons);
  const change = persons - personsBefore;
  const noise = Math.max(2, persons * 0.02);
  const room = capacity === null ? 0 : capacity - persons;
  const minutes = (speed: number) =>
    speed <= 0 || room / speed > 60 ? undefined : Math.max(0, room / speed);
  const known = {
    earliestMinutes: minutes(change + noise),
    expectedMinutes: minutes(change),
    latestMinutes: minutes(change - noise),
  };
  return {
    persons: around(persons, off),
    densityPerM2: around(persons / areaM2, off / areaM2),
    changePersonsPerMinute: { low: change - noise, expected: change, high: change + noise },
    ...(capacity === null
      ? {}
      : {
          capacityPercent: around((100 * persons) / capacity, (100 * off) / capacity),
          headroomPersons: { low: room - off, expected: room, high: room + off },
          toFull: room <= 0 ? { earliestMinutes: 0, expectedMinutes: 0, latestMinutes: 0 } : known,
        }),
  };
}

export const kindOf = (zone: DrawnZone): ZoneKind => zone.kind.toLowerCase() as ZoneKind;

export function situationsAt(
  site: DrawnSite,
  endMs: number,
  sightOf: (place: string) => Sight,
  factor: (place: string) => number,
) {
  const window = { startNs: nsOf(endMs - tickMs), endNs: nsOf(endMs) };
  const persons = (index: number, ms: number): number =>
    Math.round(personsAt(site, index, ms) * factor(site.zones[index]!.name));
  const zones = site.zones.map((zone, index) => {
    const sight = sightOf(zone.name);
    const head = { place: zone.name, window, freshness: `FRESHNESS_${sight.toUpperCase()}` };
    if (sight === 'blind') return head; // a coverage of 0 is left out, as the mapping does
    const level = levelOf(kindOf(zone), persons(index, endMs) / zone.areaM2);
    return {
      ...head,
      coveragePercent: zone.name.endsWith('3') ? 86 : 100,
      level: `LEVEL_OF_SERVICE_${level}`,
      ...meaning(persons(index, endMs), persons(index, endMs - 60_000), zone.areaM2, zone.capacity),
    };
  });
  const groups = site.groups.map((group) => {
    const sum = (ms: number): number =>
      group.zones.reduce((all, index) => all + persons(index, ms), 0);
    const area = group.zones.reduce((all, index) => all + site.zones[index]!.areaM2, 0);
    const levels = group.zones.map((index) =>
      levelOf(kindOf(site.zones[index]!), persons(index, endMs) / site.zones[index]!.areaM2),
    );
    return {
      place: group.name,
      window,
      freshness: 'FRESHNESS_FRESH',
      coveragePercent: 97,
      level: `LEVEL_OF_SERVICE_${levels.sort().at(-1)}`,
      ...meaning(sum(endMs), sum(endMs - 60_000), area, group.capacity),
    };
  });
  return [...zones, ...groups];
}

const stepMs = {
  released: tickMs,
  minute: 60_000,
  quarter_hour: 900_000,
  hour: 3_600_000,
  day: 86_400_000,
};

export function historyColumns(
  site: DrawnSite,
  wanted: string[],
  fromMs: number,
  untilMs: number,
  resolution: keyof typeof stepMs,
) {
  const step = stepMs[resolution];
  const names = wanted.length > 0 ? wanted : site.zones.map((zone) => zone.name);
  const columns = {
    zones: names,
    zone: [] as number[],
    startMs: [] as number[],
    lengthMs: [] as number[],
    mean: [] as (number | null)[],
    low: [] as (number | null)[],
    high: [] as (number | null)[],
    highest: [] as (number | null)[],
    countedS: [] as number[],
    coveragePercent: [] as number[],
  };
  for (let at = Math.ceil(fromMs / step) * step; at < untilMs; at += step) {
    names.forEach((name, position) => {
      const index = site.zones.findIndex((zone) => zone.name === name);
      const isBlind = index % 3 === 1 && Math.floor(at / 5_400_000) % 11 === 4;
      const mean = isBlind ? null : personsAt(site, index, at);
      columns.zone.push(position);
      columns.startMs.push(at);
      columns.lengthMs.push(step);
      columns.mean.push(mean);
      columns.low.push(mean === null ? null : Math.max(0, mean - spread(mean)));
      columns.high.push(mean === null ? null : mean + spread(mean));
      columns.highest.push(mean === null ? null : Math.round(mean * 1.12));
      columns.countedS.push(isBlind ? 0 : step / 1000);
      columns.coveragePercent.push(isBlind ? 0 : 100);
    });
  }
  return columns;
}
