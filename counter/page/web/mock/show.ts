// A busy evening: alarms, blind and stale places.
// SPDX-License-Identifier: Apache-2.0
import { Mock, type MockOptions } from './server.ts';

const evening = Date.UTC(2026, 10, 26, 17, 12, 0);

export async function startShow(options: MockOptions): Promise<Mock> {
  const mock = await Mock.start({ clock: evening, ...options });
  mock.factors.set('platform 1', 1.17);
  mock.factors.set('stair south', 1.3);
  mock.factors.set('hall', 1.4);
  mock.sights.set('underpass', 'blind');
  mock.sights.set('platform 3', 'stale');
  for (const name of ['zone 017', 'zone 018', 'zone 139']) mock.sights.set(name, 'blind');
  for (const name of ['zone 071', 'zone 072']) mock.sights.set(name, 'stale');
  mock.alarms.raise('Central station', 'underpass', 'BLIND', 'no count for 4 min', 240_000);
  const seen = mock.alarms.raise(
    'Central station',
    'ticket queue',
    'BUSY',
    '86 persons (74 - 98), at most 1.0 per m2: 0.9 per m2 is busy, for 45 s',
    900_000,
  );
  mock.alarms.change('Central station', seen, 'ACKNOWLEDGE', { byRole: 'shift leader' });
  mock.alarms.raise(
    'Central station',
    'platform 1',
    'CRITICAL',
    '790 persons (680 - 900), at most 2.5 per m2: 2.2 per m2 is critical, for 30 s',
    95_000,
  );
  mock.alarms.raise(
    'Trade fair',
    'zone 060',
    'CROWDED',
    '120 persons (103 - 137), at most 1.4 per m2: 1.2 per m2 is crowded, for 30 s',
    95_000,
  );
  return mock;
}
