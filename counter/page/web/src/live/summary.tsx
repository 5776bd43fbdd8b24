// How many places are at each level: the legend of the plan and its shortest summary.
// SPDX-License-Identifier: Apache-2.0
import type { Site } from '../contract.ts';
import { levels } from '../level.ts';
import type { LiveState } from '../live_state.ts';
import { useCommon } from '../settings.tsx';

export function tally(site: Site, live: LiveState) {
  const of = { A: 0, B: 0, C: 0, D: 0, E: 0, F: 0, stale: 0, blind: 0 };
  for (const zone of site.zones) {
    const situation = live.places.get(zone.name)?.situation;
    if (situation === undefined || situation.freshness === 'blind') of.blind += 1;
    else if (situation.freshness === 'stale') of.stale += 1;
    else if (situation.level !== null) of[situation.level] += 1;
  }
  return of;
}

export function Summary() {
  const { words, site, live } = useCommon();
  const of = tally(site, live);
  return (
    <ul class="summary" aria-label={`${words.zones}: ${words.level}`}>
      {levels.map((level) => (
        <li class={of[level] === 0 ? 'zero' : ''}>
          <span class={`badge small level-${level}`}>{level}</span> <b>{of[level]}</b>{' '}
          <span class="word">{words.levels[level]}</span>
        </li>
      ))}
      <li class={of.stale === 0 ? 'zero' : ''}>
        <span class="badge small stale level-none" aria-hidden="true">
          {'\u2013'}
        </span>{' '}
        <b>{of.stale}</b> <span class="word">{words.freshness.stale}</span>
      </li>
      <li class={of.blind === 0 ? 'zero' : ''}>
        <span class="badge small blind" aria-hidden="true">
          ?
        </span>{' '}
        <b>{of.blind}</b> <span class="word">{words.freshness.blind}</span>
      </li>
    </ul>
  );
}
