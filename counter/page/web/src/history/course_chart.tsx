// One place over time: mean, interval, capacity, alarms at the axis; gaps where nobody saw it.
// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { Span } from '../api.ts';
import type { AlarmEvent } from '../contract.ts';
import { time, whole } from '../format.ts';
import { levels, fills } from '../level.ts';
import { useCommon } from '../settings.tsx';
import { axisOf, Chart, lineAt, type Colours } from './chart.tsx';
import { overSpan, type Course } from './course.ts';
import { tickText } from './local_time.ts';

interface CourseChartProps {
  name: string;
  course: Course;
  span: Span; // that was asked for, and is shown even where it has no counts
  capacity: number | null;
  alarms: AlarmEvent[][]; // of this place
  height: number;
  drawn?: (plot: uPlot) => void;
}

const bandFill = { clear: fills[levels[2]!], busy: fills.D, crowded: fills.E, critical: fills.F };

// A triangle on the axis where an alarm was raised, and a bar for as long as it was open.
function drawAlarms(plot: uPlot, alarms: AlarmEvent[][], colours: Colours): void {
  const { ctx, bbox } = plot;
  const size = 7 * devicePixelRatio;
  const foot = bbox.top + bbox.height;
  ctx.save();
  for (const events of alarms) {
    const first = events[0]!,
      last = events.at(-1)!;
    const worst = events
      .map((event) => event.band)
      .sort(
        (a, b) =>
          'clear busy crowded critical'.indexOf(b) - 'clear busy crowded critical'.indexOf(a),
      )[0]!;
    const clamp = (x: number): number => Math.min(bbox.left + bbox.width, Math.max(bbox.left, x));
    const from = clamp(plot.valToPos(first.atMs / 1000, 'x', true));
    const until =
      last.change === 'end'
        ? clamp(plot.valToPos(last.atMs / 1000, 'x', true))
        : bbox.left + bbox.width;
    ctx.fillStyle = first.kind === 'crowding' ? bandFill[worst] : colours.quiet;
    ctx.fillRect(from, foot - size / 2, Math.max(1, until - from), size / 2);
    ctx.strokeStyle = colours.ink;
    ctx.beginPath();
    ctx.moveTo(from, foot - 2 * size);
    ctx.lineTo(from + size, foot - size / 4);
    ctx.lineTo(from - size, foot - size / 4);
    ctx.closePath();
    ctx.fill();
    ctx.stroke();
  }
  ctx.restore();
}

export function CourseChart({
  name,
  course,
  span,
  capacity,
  alarms,
  height,
  drawn,
}: CourseChartProps) {
  const { words, language, timeZone } = useCommon();
  const data = useMemo((): uPlot.AlignedData => {
    const { startMs, mean, low, high } = overSpan(course, span);
    return [startMs.map((ms) => ms / 1000), mean, low, high];
  }, [course, span.fromMs, span.untilMs]);
  const options = useMemo(
    () =>
      (colours: Colours): Omit<uPlot.Options, 'width' | 'height'> => {
        const number = (_: uPlot, value: number | null, __: number, at: number | null): string =>
          at === null ? '' : value == null ? words.notSeen : whole(value, language);
        return {
          scales: {
            x: { time: true },
            y: { range: (_, __, top) => [0, Math.max(top, capacity ?? 0, 4) * 1.06] },
          },
          // Days begin at the site's midnight, and hours at its full hours.
          tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone),
          legend: { live: true },
          cursor: { drag: { x: true, y: false } },
          axes: [
            {
              ...axisOf(colours),
              values: (_, splits, __, ___, stepS) =>
                splits.map((at) => tickText(at * 1000, stepS * 1000, language, timeZone)),
              space: 80,
            },
            {
              ...axisOf(colours),
              size: 64,
              values: (_, splits) => splits.map((value) => whole(value, language)),
            },
          ],
          series: [
            {
              label: words.when,
              value: (_, value) =>
                value == null ? '' : time(value * 1000, 'moment', language, timeZone),
            },
            {
              label: words.mean,
              stroke: colours.line,
              width: 2,
              value: number,
              points: { show: false },
            },
            { label: words.low, stroke: 'transparent', value: number, points: { show: false } },
            { label: words.high, stroke: 'transparent', value: number, points: { show: false } },
          ],
          bands: [{ series: [3, 2], fill: colours.band }],
          hooks: {
            draw: [
              (plot) => {
                drawAlarms(plot, alarms, colours);
                if (capacity !== null)
                  lineAt(plot, capacity, words.capacityLine(whole(capacity, language)), colours);
              },
            ],
          },
        };
      },
    [course, capacity, alarms, words, language, timeZone],
  );
  return (
    <Chart
      data={data}
      options={options}
      name={words.chartOf(name)}
      height={height}
      {...(drawn === undefined ? {} : { drawn })}
    />
  );
}
