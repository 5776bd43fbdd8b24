// Days beside each other, each from midnight to midnight of the site.
// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Site } from '../contract.ts';
import { time, whole } from '../format.ts';
import { capacityOf } from '../live/place_detail.tsx';
import { useCommon } from '../settings.tsx';
import { useAsked, Waiting } from './asked.tsx';
import { axisOf, Chart, lineAt, type Colours } from './chart.tsx';
import { askCourse } from './course.ts';
import { dayBefore, dayOf, localOf, msOfInput } from './local_time.ts';

const quarters = 96;
const mostDays = 6;
// Told apart by their dashes as well.
const strokes = ['#8fc3ea', '#f0932b', '#f5dd6b', '#d58fd6', '#b8c4cf', '#ff8a80'];
const strokesOnLight = ['#1b5e91', '#a94f00', '#6b5200', '#86328a', '#4d5c6a', '#a3161f'];
const dashes = [[], [8, 4], [2, 4], [12, 4, 2, 4], [4, 4], [16, 6]];

// Of each quarter of an hour of the local day; null without a count. An hour that comes twice shows its later half.
async function quartersOf(
  site: Site,
  place: string,
  day: string,
  timeZone: string,
): Promise<(number | null)[]> {
  const fromMs = msOfInput(day, timeZone)!,
    untilMs = msOfInput(dayBefore(day, -1), timeZone)!;
  const course = await askCourse(site, place, { fromMs, untilMs }, 'quarter_hour');
  const of: (number | null)[] = Array.from({ length: quarters }, () => null);
  course.startMs.forEach((ms, i) => {
    const { hour, minute } = localOf(ms, timeZone);
    of[hour * 4 + Math.floor(minute / 15)] = course.mean[i]!;
  });
  return of;
}

export function Days({ place, nowMs }: { place: string; nowMs: number }) {
  const { words, language, timeZone, site } = useCommon();
  const today = dayOf(nowMs, timeZone);
  const [days, setDays] = useState([today, dayBefore(today, 7), dayBefore(today, 14)]);
  const [added, setAdded] = useState(dayBefore(today, 1));
  const { answer, trouble } = useAsked(
    () => Promise.all(days.map((day) => quartersOf(site, place, day, timeZone))),
    [site.name, place, days.join(), timeZone],
  );
  const capacity = capacityOf(site, place);
  const nameOf = (day: string): string =>
    time(msOfInput(`${day} 12:00`, timeZone)!, 'day', language, timeZone);
  const data = useMemo(
    (): uPlot.AlignedData | null =>
      answer === null ? null : [Array.from({ length: quarters }, (_, i) => i / 4), ...answer],
    [answer],
  );
  const options = useMemo(
    () =>
      (colours: Colours): Omit<uPlot.Options, 'width' | 'height'> => ({
        scales: {
          x: { time: false, range: [0, 24] },
          y: { range: (_, __, top) => [0, Math.max(top, capacity ?? 0, 4) * 1.06] },
        },
        axes: [
          {
            ...axisOf(colours),
            values: (_, splits) =>
              splits.map((hour) => `${String(Math.floor(hour)).padStart(2, '0')}:00`),
            incrs: [1, 2, 3, 4, 6],
          },
          {
            ...axisOf(colours),
            size: 64,
            values: (_, splits) => splits.map((value) => whole(value, language)),
          },
        ],
        series: [
          {
            label: words.hour,
            value: (_, value) =>
              value == null
                ? ''
                : `${String(Math.floor(value)).padStart(2, '0')}:${String((value % 1) * 60).padStart(2, '0')}`,
          },
          ...days.map((day, i) => ({
            label: nameOf(day),
            width: i === 0 ? 3 : 2,
            dash: dashes[i % mostDays]!,
            points: { show: false },
            stroke: (document.documentElement.dataset.theme === 'light' ? strokesOnLight : strokes)[
              i % mostDays
            ]!,
            value: (_: uPlot, value: number | null, __: number, at: number | null) =>
              at === null ? '' : value == null ? words.notSeen : whole(value, language),
          })),
        ],
        hooks: {
          draw: [
            (plot) => {
              if (capacity !== null)
                lineAt(plot, capacity, words.capacityLine(whole(capacity, language)), colours);
            },
          ],
        },
      }),
    [answer, words, language],
  );
  return (
    <section aria-label={words.compareDays}>
      <div class="controls">
        {days.map((day) => (
          <span class="chip">
            {nameOf(day)}
            <button
              class="plain"
              aria-label={`${words.remove}: ${nameOf(day)}`}
              disabled={days.length === 1}
              onClick={() => setDays(days.filter((other) => other !== day))}
            >
              {'\u00d7'}
            </button>
          </span>
        ))}
        <label>
          {words.day}{' '}
          <input
            type="date"
            value={added}
            max={today}
            onInput={(event) => setAdded(event.currentTarget.value)}
          />
        </label>
        <button
          disabled={days.length >= mostDays || added === '' || days.includes(added)}
          onClick={() => setDays([...days, added])}
        >
          {words.addDay}
        </button>
      </div>
      {data === null || data.length !== days.length + 1 ? (
        <Waiting trouble={trouble} />
      ) : (
        <Chart data={data} options={options} name={`${words.compareDays}: ${place}`} height={400} />
      )}
    </section>
  );
}
