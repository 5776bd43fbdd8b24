// Alarms that were, each in one row.
// SPDX-License-Identifier: Apache-2.0
import type { AlarmEvent, Band } from '../contract.ts';
import { age, time } from '../format.ts';
import { reasonOf } from '../live/alarm_reason.ts';
import { useCommon } from '../settings.tsx';

const order: readonly Band[] = ['clear', 'busy', 'crowded', 'critical'];

export const worstBand = (events: AlarmEvent[]): Band =>
  order[Math.max(...events.map((event) => order.indexOf(event.band)))] ?? 'clear';

export function AlarmTable({ alarms }: { alarms: AlarmEvent[][] }) {
  const { words, language, timeZone } = useCommon();
  if (alarms.length === 0) return <p class="quiet">{words.noAlarmsInSpan}</p>;
  const inOrder = [...alarms].sort((a, b) => a[0]!.atMs - b[0]!.atMs);
  const at = (ms: number): string => time(ms, 'moment', language, timeZone);
  return (
    <div class="table-room" tabIndex={0} role="region" aria-label={words.alarmsInSpan}>
      <table class="alarm-table">
        <thead>
          <tr>
            {[words.when, words.place, words.worst, words.duration, words.who, words.reason].map(
              (head) => (
                <th scope="col">{head}</th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {inOrder.map((events) => {
            const first = events[0]!,
              last = events.at(-1)!;
            const seen = events.find((event) => event.change === 'acknowledge');
            return (
              <tr key={first.alarm}>
                <td>{at(first.atMs)}</td>
                <th scope="row">{first.place}</th>
                <td>
                  {first.kind === 'crowding'
                    ? words.bands[worstBand(events)]
                    : words.alarmKinds[first.kind]}
                </td>
                <td>{last.change === 'end' ? age(last.atMs - first.atMs) : words.stillOpen}</td>
                <td>{seen === undefined ? '\u2013' : `${seen.byRole}, ${at(seen.atMs)}`}</td>
                <td>{reasonOf(first, words, language)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
