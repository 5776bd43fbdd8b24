// The sign of an alarm: its shape says how bad it is, without colour.
// SPDX-License-Identifier: Apache-2.0
import type { OpenAlarm } from '../live_state.ts';
import type { Words } from '../words/en.ts';

export function wordOf({ newest }: OpenAlarm, words: Words): string {
  return newest.kind === 'crowding' ? words.bands[newest.band] : words.alarmKinds[newest.kind];
}

// An octagon, a triangle, a diamond; an eye that is struck out for what is not seen.
const shapes = {
  critical: 'M7 1h10l6 6v10l-6 6H7l-6-6V7z',
  crowded: 'M12 2 23 22H1z',
  busy: 'M12 1 23 12 12 23 1 12z',
  clear: 'M12 1 23 12 12 23 1 12z',
};

export function AlarmMark({ alarm, words }: { alarm: OpenAlarm; words: Words }) {
  const { newest, acknowledged } = alarm;
  const look = `alarm-mark ${newest.kind === 'crowding' ? newest.band : 'unseen'} ${acknowledged === null ? '' : 'seen'}`;
  return (
    <svg class={look} viewBox="0 0 24 24" role="img" aria-label={wordOf(alarm, words)}>
      {newest.kind === 'crowding' ? (
        <>
          <path d={shapes[newest.band]} />
          <path class="bang" d="M12 8v7M12 18v1" />
        </>
      ) : (
        <path class="eye" d="M2 12c5-8 15-8 20 0-5 8-15 8-20 0zM3 21 21 3" />
      )}
    </svg>
  );
}
