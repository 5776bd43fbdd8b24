// Where there is no plan: a tile for each place, the most urgent first.
// SPDX-License-Identifier: Apache-2.0
import { whole } from '../format.ts';
import type { OpenAlarm } from '../live_state.ts';
import { useCommon } from '../settings.tsx';
import { AlarmMark } from './alarm_mark.tsx';
import { letterOf, lookOf, stateInWords } from './badge.tsx';

interface TilesProps {
  names: string[];
  alarms: Map<string, OpenAlarm>;
  chosen: string | null;
  choose: (name: string) => void;
}

export function Tiles({ names, alarms, chosen, choose }: TilesProps) {
  const { words, language, live } = useCommon();
  return (
    <ul class="tiles">
      {names.map((name) => {
        const situation = live.places.get(name)?.situation;
        const alarm = alarms.get(name);
        return (
          <li key={name}>
            <button
              class={`tile ${lookOf(situation)}`}
              aria-pressed={chosen === name}
              onClick={() => choose(name)}
            >
              <span class="tile-name">
                {alarm !== undefined && <AlarmMark alarm={alarm} words={words} />}
                {name}
              </span>
              <span class="for-readers">{stateInWords(situation, words)}</span>
              <span class="tile-letter" aria-hidden="true">
                {letterOf(situation)}
              </span>
              <b>{situation?.persons == null ? '' : whole(situation.persons.expected, language)}</b>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
