// What the stream says becomes what is known; what it does not say stays unknown.
// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { readAlarms, readSites, readWatchReply } from './contract.ts';
import { alarmOfPlaces, LiveState, sortedAlarms } from './live_state.ts';
import { urgencyOf } from './urgency.ts';

const ns = (ms: number): string => `${ms}000000`;

const situation = (place: string, endMs: number, more: object = {}): object => ({
  place,
  window: { startNs: ns(endMs - 15_000), endNs: ns(endMs) },
  freshness: 'FRESHNESS_FRESH',
  coveragePercent: 100,
  persons: { low: 8, expected: 10, high: 12 },
  densityPerM2: { low: 0.1, expected: 0.2, high: 0.3 },
  level: 'LEVEL_OF_SERVICE_A',
  ...more,
});
const event = (alarm: string, sequence: number, change: string, more: object = {}): object => ({
  alarm,
  sequence,
  change: `ALARM_CHANGE_${change}`,
  kind: 'ALARM_KIND_CROWDING',
  place: 'hall',
  band: 'BAND_BUSY',
  atNs: ns(1000),
  reason: 'full',
  ...more,
});
const reply = (more: object) => readWatchReply({ site: 'station', ...more });

test('what the mapping leaves out is zero where the contract says zero, and unknown where it says unknown', () => {
  const [read] = reply({
    situations: [
      { place: 'hall', window: { startNs: '0', endNs: ns(15_000) }, freshness: 'FRESHNESS_BLIND' },
    ],
  }).situations;
  expect(read).toMatchObject({
    coveragePercent: 0,
    persons: null,
    level: null,
    capacityPercent: null,
    toFull: null,
    startMs: 0,
    endMs: 15_000,
  });
  const [empty] = reply({ situations: [situation('hall', 15_000, { persons: {} })] }).situations;
  expect(empty!.persons).toEqual({ low: 0, expected: 0, high: 0 });
});

test('a place without a count is blind, whatever else is said', () => {
  const [read] = reply({
    situations: [situation('hall', 15_000, { persons: undefined })],
  }).situations;
  expect(read!.freshness).toBe('blind');
});

test('a state that this page does not know is not believed to be fresh', () => {
  const [read] = reply({
    situations: [situation('hall', 15_000, { freshness: 'FRESHNESS_NEW' })],
  }).situations;
  expect(read!.freshness).toBe('stale');
});

test('numbers of 64 bits stay whole', () => {
  const [read] = reply({ events: [event('9223372036854775807', 1, 'RAISE')] }).events;
  expect(read!.alarm).toBe('9223372036854775807');
});

test('a blind place keeps the time when it was last seen', () => {
  const live = new LiveState();
  live.apply(reply({ situations: [situation('hall', 15_000)] }), true);
  live.apply(
    reply({
      situations: [situation('hall', 30_000, { persons: undefined, freshness: 'FRESHNESS_BLIND' })],
    }),
    false,
  );
  expect(live.places.get('hall')).toMatchObject({ lastFreshMs: 15_000, past: [10, null] });
  expect(live.newestMs).toBe(30_000);
});

test('an older window does not replace a newer one', () => {
  const live = new LiveState();
  live.apply(reply({ situations: [situation('hall', 30_000)] }), true);
  live.apply(
    reply({ situations: [situation('hall', 15_000, { persons: { expected: 99 } })] }),
    false,
  );
  expect(live.places.get('hall')!.situation.persons!.expected).toBe(10);
});

test('the past of a place does not grow without end', () => {
  const live = new LiveState();
  for (let i = 1; i <= 2000; i += 1)
    live.apply(reply({ situations: [situation('hall', i * 15_000)] }), false);
  expect(live.places.get('hall')!.past).toHaveLength(120);
});

test('an alarm that gets worse wants to be seen again', () => {
  const live = new LiveState();
  live.apply(
    reply({
      events: [event('1', 1, 'RAISE'), event('1', 2, 'ACKNOWLEDGE', { byRole: 'shift leader' })],
    }),
    true,
  );
  expect(live.alarms.get('1')!.acknowledged!.byRole).toBe('shift leader');
  live.apply(reply({ events: [event('1', 3, 'EASE')] }), false);
  expect(live.alarms.get('1')!.acknowledged).not.toBeNull();
  live.apply(reply({ events: [event('1', 4, 'ESCALATE', { band: 'BAND_CRITICAL' })] }), false);
  expect(live.alarms.get('1')).toMatchObject({ acknowledged: null, raisedMs: 1000 });
});

test('an alarm that ended while nobody listened is gone with the first reply after that', () => {
  const live = new LiveState();
  live.apply(reply({ events: [event('1', 1, 'RAISE')] }), true);
  live.apply(reply({ situations: [] }), true);
  expect(live.alarms.size).toBe(0);
});

test('after missed replies, the whole state replaces what was known', () => {
  const live = new LiveState();
  live.apply(reply({ events: [event('1', 1, 'RAISE')] }), true);
  live.apply(reply({ missed: 3, events: [event('2', 1, 'RAISE')] }), false);
  expect([...live.alarms.keys()]).toEqual(['2']);
});

test('alarms that nobody has seen stand above the others, the worst on top', () => {
  const live = new LiveState();
  live.apply(
    reply({
      events: [
        event('1', 1, 'RAISE', { band: 'BAND_CRITICAL' }),
        event('1', 2, 'ACKNOWLEDGE', { band: 'BAND_CRITICAL' }),
        event('2', 1, 'RAISE'),
        event('3', 1, 'RAISE', { band: 'BAND_CROWDED', place: 'platform' }),
      ],
    }),
    true,
  );
  expect(sortedAlarms(live.alarms.values()).map(({ newest }) => newest.alarm)).toEqual([
    '3',
    '2',
    '1',
  ]);
  expect(alarmOfPlaces(live.alarms.values()).get('hall')!.newest.alarm).toBe('2');
});

test('a place that nobody sees stands above all that is bearable, below what is jammed', () => {
  const of = (level: string) =>
    urgencyOf(
      reply({ situations: [situation('a', 1, { level: `LEVEL_OF_SERVICE_${level}` })] })
        .situations[0],
      undefined,
    );
  const blind = urgencyOf(undefined, undefined);
  expect(of('D')).toBeLessThan(blind);
  expect(of('E')).toBeGreaterThan(blind);
  expect(
    urgencyOf(
      undefined,
      reply({ events: [event('1', 1, 'RAISE', { band: 'BAND_CRITICAL' })] }).events[0],
    ),
  ).toBeGreaterThan(of('F'));
});

test('sites and alarms are read', () => {
  const [state] = readSites({
    sites: [
      {
        site: {
          name: 's',
          zones: [{ name: 'z', kind: 'ZONE_KIND_QUEUE', areaM2: 4 }],
          groups: [{ name: 'g', zones: [0] }],
        },
      },
    ],
  });
  expect(state).toEqual({
    site: {
      name: 's',
      zones: [{ name: 'z', kind: 'queue', areaM2: 4, capacity: null, isFullestCell: false }],
      groups: [{ name: 'g', zones: [0], capacity: null }],
    },
    connected: false,
    newestMs: null,
  });
  expect(readAlarms({ alarms: [{ events: [event('1', 1, 'RAISE')] }] })[0]![0]).toMatchObject({
    kind: 'crowding',
    band: 'busy',
    atMs: 1000,
  });
});
