// The course of one place, in numbers and as a chart, to look at and to take away.
// SPDX-License-Identifier: Apache-2.0
import { useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { askAlarms, type Resolution, type Span } from '../api.ts';
import { share, time, whole } from '../format.ts';
import { capacityOf } from '../live/place_detail.tsx';
import { useCommon } from '../settings.tsx';
import { AlarmTable } from './alarm_table.tsx';
import { useAsked, Waiting } from './asked.tsx';
import { pictureOf } from './chart.tsx';
import { askCourse, extentOf } from './course.ts';
import { CourseChart } from './course_chart.tsx';
import { csvOf, fileName, saveAs } from './save.ts';

export function CourseOfPlace({
  place,
  span,
  resolution,
}: {
  place: string;
  span: Span;
  resolution: Resolution;
}) {
  const { words, language, timeZone, site } = useCommon();
  const plot = useRef<uPlot | null>(null);
  const { answer, trouble } = useAsked(async () => {
    const [course, alarms] = await Promise.all([
      askCourse(site, place, span, resolution),
      askAlarms(site.name, span),
    ]);
    return { course, alarms: alarms.filter((events) => events[0]?.place === place) };
  }, [site.name, place, span, resolution]);
  if (answer === null) return <Waiting trouble={trouble} />;
  const { course, alarms } = answer;
  if (course.startMs.length === 0) return <p class="quiet">{words.noCounts}</p>;
  const extent = extentOf(course, span);
  const savePicture = async (): Promise<void> => {
    if (plot.current === null) return;
    const ground = getComputedStyle(plot.current.root).getPropertyValue('--ground').trim();
    const picture = await pictureOf(plot.current, ground);
    if (picture !== null) saveAs(fileName(site.name, place, 'png'), picture);
  };
  return (
    <section aria-label={words.course}>
      <p class="figures">
        {extent.highest !== null && extent.highestAtMs !== null && (
          <span>
            {words.highest} <b>{whole(extent.highest, language)}</b> {words.at}{' '}
            {time(extent.highestAtMs, 'moment', language, timeZone)}
          </span>
        )}
        {extent.mean !== null && (
          <span>
            {words.mean} <b>{whole(extent.mean, language)}</b>
          </span>
        )}
        <span>
          {words.notSeen} <b>{share(extent.unseen, language)}</b>
        </span>
      </p>
      <CourseChart
        name={place}
        course={course}
        span={span}
        capacity={capacityOf(site, place)}
        alarms={alarms}
        height={380}
        drawn={(made) => {
          plot.current = made;
        }}
      />
      <p class="quiet">
        {words.gapNote} {site.groups.some(({ name }) => name === place) && words.sumNote}
      </p>
      <div class="controls">
        <button
          onClick={() =>
            saveAs(
              fileName(site.name, place, 'csv'),
              new Blob([csvOf(place, course)], { type: 'text/csv' }),
            )
          }
        >
          {words.asCsv}
        </button>
        <button onClick={() => void savePicture()}>{words.asPng}</button>
      </div>
      <h2>{words.alarmsInSpan}</h2>
      <AlarmTable alarms={alarms} />
    </section>
  );
}
