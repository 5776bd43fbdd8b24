// What a safety officer files after an event, made for paper.
// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'preact/hooks';
import { askAlarms, askHistory } from '../api.ts';
import { share, time, whole } from '../format.ts';
import { capacityOf } from '../live/place_detail.tsx';
import { hrefOf } from '../route.ts';
import { useCommon } from '../settings.tsx';
import { AlarmTable } from './alarm_table.tsx';
import { useAsked, Waiting } from './asked.tsx';
import { courseOf, extentOf, usualResolution, withGaps, zonesOf, type Course } from './course.ts';
import { CourseChart } from './course_chart.tsx';

const mostCharts = 6;

export default function ReportView({ query }: { query: URLSearchParams }) {
  const { words, language, timeZone, isSiteTime, site, live, link } = useCommon();
  const [remarks, setRemarks] = useState('');
  const madeMs = useMemo(() => live.newestMs ?? Date.now() + link.serverAheadMs, []);
  const untilMs = Number(query.get('until') ?? madeMs);
  const span = { fromMs: Number(query.get('from') ?? untilMs - 86_400_000), untilMs };
  const { answer, trouble } = useAsked(async () => {
    const usual = usualResolution(span);
    const [columns, alarms] = await Promise.all([
      askHistory(site.name, [], span, usual === 'released' ? 'minute' : 'quarter_hour'),
      askAlarms(site.name, span),
    ]);
    const courseFor = (place: string): Course => {
      const wanted = zonesOf(site, place).map((name) => columns.zones.indexOf(name));
      const rows = columns.zone.flatMap((zone, row) => (wanted.includes(zone) ? [row] : []));
      const pick = <Value,>(values: Value[]): Value[] => rows.map((row) => values[row]!);
      return withGaps(
        courseOf({
          ...columns,
          zones: zonesOf(site, place),
          zone: pick(columns.zone),
          startMs: pick(columns.startMs),
          lengthMs: pick(columns.lengthMs),
          mean: pick(columns.mean),
          low: pick(columns.low),
          high: pick(columns.high),
          highest: pick(columns.highest),
        }),
      );
    };
    const alarmed = [...new Set(alarms.map((events) => events[0]!.place))];
    const charted = [...new Set([...site.groups.map(({ name }) => name), ...alarmed])].slice(
      0,
      mostCharts,
    );
    return {
      alarms,
      charts: charted.map((place) => ({ place, course: courseFor(place) })),
      zones: site.zones.map(({ name, capacity }) => ({
        name,
        capacity,
        extent: extentOf(courseFor(name), span),
      })),
    };
  }, [site.name, span.fromMs, span.untilMs]);
  const at = (ms: number): string => time(ms, 'moment', language, timeZone);
  return (
    <article class="report">
      <div class="controls off-paper">
        <a class="button" href={hrefOf('history', { site: site.name })}>
          {words.history}
        </a>
        <button class="primary" disabled={answer === null} onClick={() => print()}>
          {words.print}
        </button>
      </div>
      <h1>
        {words.eventReport}: {site.name}
      </h1>
      <p>
        {at(span.fromMs)} {'\u2013'} {at(span.untilMs)}.{' '}
        {isSiteTime ? words.siteTime(timeZone) : words.browserTime(timeZone)}.{' '}
        {words.made(at(madeMs))}.
      </p>
      <p>{words.reportNote}</p>
      {answer === null ? (
        <Waiting trouble={trouble} />
      ) : (
        <>
          <h2>{words.alarms}</h2>
          <AlarmTable alarms={answer.alarms} />
          {answer.charts.map(({ place, course }) => (
            <section class="whole">
              <h2>{place}</h2>
              <CourseChart
                name={place}
                course={course}
                span={span}
                capacity={capacityOf(site, place)}
                height={220}
                alarms={answer.alarms.filter((events) => events[0]!.place === place)}
              />
            </section>
          ))}
          <h2>{words.zones}</h2>
          <table>
            <thead>
              <tr>
                {[
                  words.zone,
                  words.capacity,
                  words.highest,
                  words.when,
                  words.mean,
                  words.notSeen,
                ].map((head) => (
                  <th scope="col">{head}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {answer.zones.map(({ name, capacity, extent }) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td class="number">{capacity === null ? '\u2013' : whole(capacity, language)}</td>
                  <td class="number">
                    {extent.highest === null ? '\u2013' : whole(extent.highest, language)}
                  </td>
                  <td>{extent.highestAtMs === null ? '\u2013' : at(extent.highestAtMs)}</td>
                  <td class="number">
                    {extent.mean === null ? '\u2013' : whole(extent.mean, language)}
                  </td>
                  <td class="number">{share(extent.unseen, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <h2 id="remarks">{words.remarks}</h2>
      <textarea
        class="off-paper"
        aria-labelledby="remarks"
        rows={5}
        value={remarks}
        onInput={(event) => setRemarks(event.currentTarget.value)}
      />
      <p class="on-paper remarks">{remarks}</p>
      <p class="on-paper signature">{words.signature}</p>
    </article>
  );
}
