// Other sites where alarms wait for somebody: whoever looks at one site must not miss them.
// SPDX-License-Identifier: Apache-2.0
import { sortedAlarms } from '../live_state.ts';
import { hrefOf } from '../route.ts';
import { useCommon } from '../settings.tsx';
import { AlarmMark } from './alarm_mark.tsx';

export function Elsewhere() {
  const { words, elsewhere } = useCommon();
  const waiting = [...elsewhere].flatMap(([site, live]) => {
    const alarms = sortedAlarms(live.alarms.values()).filter((one) => one.acknowledged === null);
    return alarms.length === 0 ? [] : [{ site, worst: alarms[0]!, count: alarms.length }];
  });
  if (waiting.length === 0) return null;
  return (
    <ul class="elsewhere" aria-label={words.elsewhere}>
      {waiting.map(({ site, worst, count }) => (
        <li key={site}>
          <AlarmMark alarm={worst} words={words} />
          <a href={hrefOf('live', { site })}>{site}</a> {words.openAlarms(count)}
        </li>
      ))}
    </ul>
  );
}
