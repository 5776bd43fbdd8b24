// Which place needs a look first.
// SPDX-License-Identifier: Apache-2.0
import type { AlarmEvent, Level, Situation } from './contract.ts';

const ofLevel: Record<Level, number> = { A: 10, B: 20, C: 30, D: 40, E: 60, F: 75 };

function ofAlarm(alarm: AlarmEvent | undefined): number {
  if (alarm === undefined) return 0;
  if (alarm.kind !== 'crowding') return 52;
  return { clear: 0, busy: 55, crowded: 80, critical: 100 }[alarm.band];
}

// 0 to 0.975, in steps of 5% of capacity or a quarter of a person per m2, so that places that are
// much alike keep their order and the list does not jump about.
function fullness(situation: Situation | undefined): number {
  const share = situation?.capacityPercent?.expected,
    density = situation?.densityPerM2?.expected;
  const step = share !== undefined ? share / 5 : (density ?? 0) * 4;
  return Math.min(39, Math.floor(step)) / 40;
}

// Higher is more urgent. A place that nobody sees may be full, so it stands above every place that
// is known to be bearable; only those that are known to be jammed or alarmed stand above it.
export function urgencyOf(situation: Situation | undefined, alarm: AlarmEvent | undefined): number {
  const known =
    situation === undefined || situation.freshness === 'blind'
      ? 50
      : Math.max(
          situation.level === null ? 0 : ofLevel[situation.level],
          situation.freshness === 'stale' ? 45 : 0,
        );
  return Math.max(known, ofAlarm(alarm)) + fullness(situation);
}
