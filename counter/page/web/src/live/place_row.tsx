// One place in a line: how full, how sure, where it is going.
// SPDX-License-Identifier: Apache-2.0
import { memo } from 'preact/compat';
import {
  age,
  interval,
  minutesToFull,
  percent,
  signed,
  trendOf,
  whole,
  type Language,
} from '../format.ts';
import type { OpenAlarm, PlaceState } from '../live_state.ts';
import type { Words } from '../words/en.ts';
import { Badge } from './badge.tsx';
import { AlarmMark } from './alarm_mark.tsx';

interface RowProps {
  name: string;
  situation: PlaceState['situation'] | undefined;
  lastFreshMs: number | null;
  alarm: OpenAlarm | undefined;
  isChosen: boolean;
  choose: (name: string) => void;
  words: Words;
  language: Language;
}

const soonMinutes = 15;
const arrows = { rising: '\u2197', falling: '\u2198', steady: '\u2192' };

function Outlook({
  situation,
  words,
  language,
}: {
  situation: NonNullable<RowProps['situation']>;
  words: Words;
  language: Language;
}) {
  const { changePerMinute: change, toFull } = situation;
  if (change === null) return null;
  const trend = trendOf(change);
  const minutes = toFull?.expected ?? null;
  return (
    <span class="outlook">
      <span class={`trend ${trend}`}>
        <span role="img" aria-label={words.trend[trend]}>
          {arrows[trend]}
        </span>
        {trend !== 'steady' && (
          <span>
            {signed(change.expected, language)}
            {words.perMinute}
          </span>
        )}
      </span>
      {toFull !== null && minutes !== null && (minutes === 0 || trend === 'rising') && (
        <span class={minutes <= soonMinutes ? 'to-full soon' : 'to-full'}>
          {minutes === 0
            ? words.fullNow
            : `${words.full} ${minutesToFull(toFull, language)} ${words.minutes}`}
        </span>
      )}
    </span>
  );
}

// What is wrong with the count, where something is.
export function doubt(
  situation: RowProps['situation'],
  lastFreshMs: number | null,
  words: Words,
  language: Language,
): string | null {
  if (situation === undefined) return words.noData;
  const old = lastFreshMs === null ? null : age(situation.endMs - lastFreshMs);
  if (situation.freshness === 'blind') return words.blind(old);
  if (situation.freshness === 'stale') return words.stale(old);
  return situation.coveragePercent < 100
    ? `${words.coverage} ${percent(situation.coveragePercent, language)}`
    : null;
}

export const PlaceRow = memo(function PlaceRow(props: RowProps) {
  const { name, situation, lastFreshMs, alarm, isChosen, choose, words, language } = props;
  const share = situation?.capacityPercent ?? null;
  const why = doubt(situation, lastFreshMs, words, language);
  return (
    <li>
      <button
        class="place-row"
        aria-pressed={isChosen}
        onClick={() => choose(name)}
        data-place={name}
      >
        <Badge situation={situation} words={words} />
        <span class="place-name">
          {alarm !== undefined && <AlarmMark alarm={alarm} words={words} />}
          {name}
        </span>
        {situation?.persons != null ? (
          <span class="count">
            <b>{whole(situation.persons.expected, language)}</b>{' '}
            <small>
              <span class="for-readers">{words.interval90} </span>
              {interval(situation.persons, language)}
            </small>
          </span>
        ) : (
          <span class="count unknown" aria-hidden="true">
            {'\u2013'}
          </span>
        )}
        <span class="second">
          {why !== null && <span class="doubt">{why}</span>}
          {situation !== undefined && (
            <Outlook situation={situation} words={words} language={language} />
          )}
        </span>
        {share !== null && (
          <span class="share">
            <progress
              max={100}
              value={Math.min(100, share.expected)}
              aria-hidden="true"
              class={share.expected >= 100 ? 'over' : share.expected >= 80 ? 'near' : ''}
            />
            <span>
              {percent(share.expected, language)}
              <span class="for-readers"> {words.ofCapacity}</span>
            </span>
          </span>
        )}
      </button>
    </li>
  );
});
