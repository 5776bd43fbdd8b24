// The messages of throng.v1 as the page reads them: numbers as numbers, unknown as null.
// SPDX-License-Identifier: Apache-2.0

export type Freshness = 'fresh' | 'stale' | 'blind';
export type Level = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
export type ZoneKind = 'walkway' | 'queue' | 'stair';
export type Band = 'clear' | 'busy' | 'crowded' | 'critical';
export type AlarmKind = 'crowding' | 'blind' | 'stale';
export type AlarmChange = 'raise' | 'escalate' | 'ease' | 'acknowledge' | 'end';
export type Role = 'viewer' | 'planner' | 'operator' | 'admin';

export interface Range {
  low: number;
  expected: number;
  high: number;
}
export interface Count {
  persons: number;
  low: number;
  high: number;
}

export interface Zone {
  name: string;
  kind: ZoneKind;
  areaM2: number;
  capacity: number | null;
  isFullestCell: boolean;
}
export interface Group {
  name: string;
  zones: number[];
  capacity: number | null;
}
export interface Site {
  name: string;
  zones: Zone[];
  groups: Group[];
}
export interface SiteState {
  site: Site;
  connected: boolean;
  newestMs: number | null;
}

// Minutes; null: not within the hour.
export interface TimeToFull {
  earliest: number | null;
  expected: number | null;
  latest: number | null;
}

// A place at the end of one window. Null is unknown, never zero.
export interface Situation {
  place: string;
  startMs: number;
  endMs: number;
  freshness: Freshness;
  coveragePercent: number;
  persons: Range | null;
  densityPerM2: Range | null;
  level: Level | null;
  capacityPercent: Range | null;
  headroom: Range | null;
  changePerMinute: Range | null;
  toFull: TimeToFull | null;
}

export interface AlarmEvent {
  alarm: string;
  sequence: number;
  change: AlarmChange;
  kind: AlarmKind;
  rule: string;
  place: string;
  band: Band;
  atMs: number;
  count: Count | null;
  reason: string;
  byRole: string;
}

export interface WatchReply {
  site: string;
  situations: Situation[];
  events: AlarmEvent[];
  connected: boolean | null;
  missed: number;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => (isObject(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
// The mapping leaves out what is zero, and writes 64-bit numbers as strings.
const number = (value: unknown): number => (value === undefined ? 0 : Number(value));
const optional = (value: unknown): number | null =>
  value === undefined || value === null ? null : Number(value);
const msOfNs = (value: unknown): number => Number(BigInt(text(value) || '0') / 1_000_000n);

// LEVEL_OF_SERVICE_A -> "a"; null for what is unspecified or unknown to this page.
function word<Word extends string>(
  value: unknown,
  prefix: string,
  words: readonly Word[],
): Word | null {
  const found = text(value)
    .slice(prefix.length + 1)
    .toLowerCase();
  return words.find((known) => known.toLowerCase() === found) ?? null;
}

function range(value: unknown): Range | null {
  if (!isObject(value)) return null;
  return { low: number(value.low), expected: number(value.expected), high: number(value.high) };
}

function count(value: unknown): Count | null {
  if (!isObject(value)) return null;
  return { persons: number(value.persons), low: number(value.low), high: number(value.high) };
}

function toFull(value: unknown): TimeToFull | null {
  if (!isObject(value)) return null;
  return {
    earliest: optional(value.earliestMinutes),
    expected: optional(value.expectedMinutes),
    latest: optional(value.latestMinutes),
  };
}

export function readSituation(value: unknown): Situation {
  const json = object(value);
  const window = object(json.window);
  const persons = range(json.persons);
  // A state that this page does not know is not believed.
  const freshness = word(json.freshness, 'FRESHNESS', ['fresh', 'stale', 'blind'] as const);
  return {
    place: text(json.place),
    startMs: msOfNs(window.startNs),
    endMs: msOfNs(window.endNs),
    freshness: persons === null ? 'blind' : (freshness ?? 'stale'),
    coveragePercent: number(json.coveragePercent),
    persons,
    densityPerM2: range(json.densityPerM2),
    level: word(json.level, 'LEVEL_OF_SERVICE', ['A', 'B', 'C', 'D', 'E', 'F'] as const),
    capacityPercent: range(json.capacityPercent),
    headroom: range(json.headroomPersons),
    changePerMinute: range(json.changePersonsPerMinute),
    toFull: toFull(json.toFull),
  };
}

export function readEvent(value: unknown): AlarmEvent {
  const json = object(value);
  const changes = ['raise', 'escalate', 'ease', 'acknowledge', 'end'] as const;
  return {
    alarm: String(json.alarm ?? '0'),
    sequence: number(json.sequence),
    change: word(json.change, 'ALARM_CHANGE', changes) ?? 'raise',
    kind: word(json.kind, 'ALARM_KIND', ['crowding', 'blind', 'stale'] as const) ?? 'crowding',
    rule: text(json.rule),
    place: text(json.place),
    band: word(json.band, 'BAND', ['clear', 'busy', 'crowded', 'critical'] as const) ?? 'clear',
    atMs: msOfNs(json.atNs),
    count: count(json.count),
    reason: text(json.reason),
    byRole: text(json.byRole),
  };
}

export function readWatchReply(value: unknown): WatchReply {
  const json = object(value);
  return {
    site: text(json.site),
    situations: list(json.situations).map(readSituation),
    events: list(json.events).map(readEvent),
    connected: typeof json.connected === 'boolean' ? json.connected : null,
    missed: number(json.missed),
  };
}

function readZone(value: unknown): Zone {
  const json = object(value);
  return {
    name: text(json.name),
    kind: word(json.kind, 'ZONE_KIND', ['walkway', 'queue', 'stair'] as const) ?? 'walkway',
    areaM2: number(json.areaM2),
    capacity: optional(json.capacityPersons),
    isFullestCell: json.isFullestCell === true,
  };
}

function readGroup(value: unknown): Group {
  const json = object(value);
  return {
    name: text(json.name),
    zones: list(json.zones).map(number),
    capacity: optional(json.capacityPersons),
  };
}

export function readSites(value: unknown): SiteState[] {
  return list(object(value).sites).map((entry) => {
    const json = object(entry);
    const site = object(json.site);
    return {
      site: {
        name: text(site.name),
        zones: list(site.zones).map(readZone),
        groups: list(site.groups).map(readGroup),
      },
      connected: json.connected === true,
      newestMs: json.newestNs === undefined ? null : msOfNs(json.newestNs),
    };
  });
}

// Alarms, each with all of its events.
export function readAlarms(value: unknown): AlarmEvent[][] {
  return list(object(value).alarms).map((alarm) => list(object(alarm).events).map(readEvent));
}

export { isObject, list, msOfNs, object, text };
