// Open alarms above everything else; who may, acknowledges them here.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import { acknowledge } from '../api.ts';
import { age, time } from '../format.ts';
import { sortedAlarms, type OpenAlarm } from '../live_state.ts';
import { useCommon, useTick } from '../settings.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { AlarmMark, wordOf } from './alarm_mark.tsx';
import { reasonOf } from './alarm_reason.ts';

interface AlarmLineProps {
  alarm: OpenAlarm;
  choose?: ((place: string) => void) | undefined;
  isWatchedOnly: boolean; // nobody stands before the screen
}

function AlarmLine({ alarm, choose, isWatchedOnly }: AlarmLineProps) {
  const { words, language, timeZone, me, site, link } = useCommon();
  const [asked, setAsked] = useState<'no' | 'asked' | 'failed'>('no');
  const { newest, acknowledged, raisedMs } = alarm;
  useEffect(() => setAsked('no'), [newest.sequence]);
  const mayAcknowledge = !isWatchedOnly && (me.role === 'operator' || me.role === 'admin');
  const ask = (): void => {
    setAsked('asked');
    acknowledge(site.name, newest.alarm).catch(() => setAsked('failed'));
  };
  const since = words.since(
    time(raisedMs, 'time', language, timeZone),
    age(Date.now() + link.serverAheadMs - raisedMs),
  );
  return (
    <li
      class={`alarm ${newest.kind === 'crowding' ? newest.band : 'unseen'} ${acknowledged === null ? '' : 'seen'}`}
    >
      <AlarmMark alarm={alarm} words={words} />
      <strong class="alarm-band">{wordOf(alarm, words)}</strong>
      {choose === undefined ? (
        <span class="alarm-place">{newest.place}</span>
      ) : (
        <button class="plain alarm-place" onClick={() => choose(newest.place)}>
          {newest.place}
        </button>
      )}
      <span class="alarm-reason">{reasonOf(newest, words, language)}</span>
      <span class="alarm-since">{since}</span>
      {acknowledged !== null ? (
        <span class="alarm-seen">
          {words.seenBy(acknowledged.byRole, time(acknowledged.atMs, 'time', language, timeZone))}
        </span>
      ) : (
        mayAcknowledge && (
          <button
            class="acknowledge"
            disabled={asked === 'asked'}
            aria-label={words.acknowledgeOf(newest.place)}
            onClick={ask}
          >
            {asked === 'asked' ? words.asked : words.acknowledge}
          </button>
        )
      )}
      {asked === 'failed' && (
        <span class="trouble" role="alert">
          {words.ackFailed}
        </span>
      )}
    </li>
  );
}

interface AlarmBarProps {
  atOnce: number;
  choose?: (place: string) => void;
  isWatchedOnly?: boolean;
}

export function AlarmBar({ atOnce, choose, isWatchedOnly = false }: AlarmBarProps) {
  const { words, language, live } = useCommon();
  useTick(10_000); // ages
  const [isLong, setIsLong] = useState(false);
  const alarms = sortedAlarms(live.alarms.values());
  const unseen = alarms.filter((alarm) => alarm.acknowledged === null);
  const worst = unseen[0];
  const shown = isLong ? alarms : alarms.slice(0, atOnce);
  return (
    <section class={`alarm-bar ${alarms.length === 0 ? 'none' : ''}`} aria-label={words.alarms}>
      <p class="for-readers" role="alert">
        {worst !== undefined &&
          `${wordOf(worst, words)}: ${worst.newest.place}. ${reasonOf(worst.newest, words, language)}`}
      </p>
      {alarms.length === 0 ? (
        <p class="calm">{words.noAlarms}</p>
      ) : (
        <ul>
          {shown.map((alarm) => (
            <AlarmLine
              key={alarm.newest.alarm}
              alarm={alarm}
              choose={choose}
              isWatchedOnly={isWatchedOnly}
            />
          ))}
        </ul>
      )}
      {alarms.length > atOnce && isWatchedOnly && (
        <p class="more">{words.moreAlarms(alarms.length - atOnce)}</p>
      )}
      {alarms.length > atOnce && !isWatchedOnly && (
        <button class="plain more" aria-expanded={isLong} onClick={() => setIsLong(!isLong)}>
          {isLong ? words.fewer : words.moreAlarms(alarms.length - atOnce)}
        </button>
      )}
      <Elsewhere />
    </section>
  );
}
