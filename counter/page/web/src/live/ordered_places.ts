// All places of a site, the most urgent first.
// SPDX-License-Identifier: Apache-2.0
import type { Site } from '../contract.ts';
import type { LiveState, OpenAlarm } from '../live_state.ts';
import { urgencyOf } from '../urgency.ts';

export function orderedPlaces(
  site: Site,
  live: LiveState,
  alarms: Map<string, OpenAlarm>,
): string[] {
  const names = [...site.groups.map((group) => group.name), ...site.zones.map((zone) => zone.name)];
  const urgency = new Map(
    names.map((name) => [
      name,
      urgencyOf(live.places.get(name)?.situation, alarms.get(name)?.newest),
    ]),
  );
  return names.sort((a, b) => urgency.get(b)! - urgency.get(a)!);
}
