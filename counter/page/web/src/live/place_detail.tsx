// All that is known now of one place.
// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import type { Site } from '../contract.ts';
import {
  decimal,
  interval,
  minutesToFull,
  percent,
  signed,
  time,
  trendOf,
  whole,
} from '../format.ts';
import { hrefOf } from '../route.ts';
import { useCommon } from '../settings.tsx';
import { Badge } from './badge.tsx';
import { doubt } from './place_row.tsx';

export function capacityOf(site: Site, place: string): number | null {
  return (
    (
      site.zones.find((zone) => zone.name === place) ??
      site.groups.find((group) => group.name === place)
    )?.capacity ?? null
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

// The recent counts as a line; broken where the place was blind.
function Past({ counts, name }: { counts: (number | null)[]; name: string }) {
  const top = Math.max(1, ...counts.map((count) => count ?? 0));
  const step = 240 / Math.max(1, counts.length - 1);
  let isDown = false;
  const path = counts
    .map((count, i) => {
      if (count === null) {
        isDown = false;
        return '';
      }
      const move = isDown ? 'L' : 'M';
      isDown = true;
      return `${move}${(i * step).toFixed(1)} ${(46 - (count / top) * 42).toFixed(1)}`;
    })
    .join('');
  return (
    <svg class="past" viewBox="0 0 240 48" preserveAspectRatio="none" role="img" aria-label={name}>
      <path d={path} />
    </svg>
  );
}

export function PlaceDetail({ name, close }: { name: string; close: () => void }) {
  const { words, language, timeZone, site, live } = useCommon();
  const state = live.places.get(name);
  const situation = state?.situation;
  const capacity = capacityOf(site, name);
  const why = doubt(situation, state?.lastFreshMs ?? null, words, language);
  return (
    <section class="detail" aria-label={name}>
      <header>
        <Badge situation={situation} words={words} />
        <h2>{name}</h2>
        <button class="plain" onClick={close} aria-label={words.close}>
          {'\u00d7'}
        </button>
      </header>
      {situation?.persons == null ? (
        <p class="big unknown">{words.blindHelp}</p>
      ) : (
        <p class="big">
          <b>{whole(situation.persons.expected, language)}</b> {words.persons}
          <span class="quiet">
            {words.interval90}: {interval(situation.persons, language)}
          </span>
        </p>
      )}
      {why !== null && <p class="doubt">{why}</p>}
      {situation !== undefined && (
        <dl>
          {situation.level !== null && (
            <Fact name={words.level}>
              {situation.level}, {words.levels[situation.level]}
            </Fact>
          )}
          {situation.densityPerM2 !== null && (
            <Fact name={words.density}>
              {decimal(situation.densityPerM2.expected, 2, language)} {words.perM2}
            </Fact>
          )}
          <Fact name={words.capacity}>
            {capacity === null ? words.noCapacity : `${whole(capacity, language)} ${words.persons}`}
            {situation.capacityPercent !== null &&
              `, ${percent(situation.capacityPercent.expected, language)}`}
          </Fact>
          {situation.headroom !== null && (
            <Fact name={words.headroom}>
              {situation.headroom.expected < 0
                ? `${whole(-situation.headroom.expected, language)} ${words.tooMany}`
                : `${whole(situation.headroom.expected, language)} ${words.persons}`}
            </Fact>
          )}
          {situation.changePerMinute !== null && (
            <Fact name={words.change}>
              {words.trend[trendOf(situation.changePerMinute)]},{' '}
              {signed(situation.changePerMinute.expected, language)}
              {words.perMinute}
            </Fact>
          )}
          {situation.toFull !== null && (
            <Fact name={words.fullIn}>
              {situation.toFull.earliest === null
                ? words.notWithinHour
                : situation.toFull.expected === 0
                  ? words.fullNow
                  : `${minutesToFull(situation.toFull, language)} ${words.minutes}`}
            </Fact>
          )}
          <Fact name={words.coverage}>
            {percent(situation.coveragePercent, language)} {words.ofArea}
          </Fact>
          <Fact name={words.window}>{time(situation.endMs, 'second', language, timeZone)}</Fact>
        </dl>
      )}
      {state !== undefined && state.past.length > 1 && (
        <figure>
          <figcaption>{words.lastHalfHour}</figcaption>
          <Past counts={state.past} name={words.lastHalfHour} />
        </figure>
      )}
      <a class="button" href={hrefOf('history', { site: site.name, place: name })}>
        {words.showHistory}
      </a>
    </section>
  );
}
