// For planners: which zones fill up, for how long, and where there was room meanwhile.
// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'preact/hooks';
import { askHistory, type Span } from '../api.ts';
import { decimal, percent, time, whole } from '../format.ts';
import { useAsked, Waiting } from '../history/asked.tsx';
import { SpanChoice } from '../history/span_choice.tsx';
import { weekdayNames } from '../history/week.tsx';
import { levels } from '../level.ts';
import { hrefOf } from '../route.ts';
import { useCommon } from '../settings.tsx';
import { pastOf, type ZonePast } from './planning.ts';

const hourMs = 3_600_000;
const mostRows = 150_000;
const mostRoomy = 5;

function Suggestion({ past }: { past: ZonePast }) {
  const { words, language, site } = useCommon();
  const excess = past.excess!;
  const capacity = site.zones.find((zone) => zone.name === past.name)?.capacity ?? 0;
  const when = `${weekdayNames(language, 'long')[excess.busiestWeekday]}, ${excess.busiestHour}:00${'\u2013'}${excess.busiestHour + 1}:00`;
  return (
    <li class="suggestion">
      <b>
        {words.exceeded(
          past.name,
          excess.days,
          whole(excess.most, language),
          whole(capacity, language),
        )}
      </b>{' '}
      {words.mostly(when)}{' '}
      {excess.roomyZones.length === 0
        ? words.noRoom
        : words.hadRoom(excess.roomyZones.slice(0, mostRoomy).join(', '))}
    </li>
  );
}

// The time at each level as one bar, worst to the right; the table beside it tells it in numbers.
function Shares({ past }: { past: ZonePast }) {
  if (past.hoursSeen === 0) return null;
  let at = 0;
  return (
    <svg class="shares" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {levels.map((level, i) => {
        const next = levels[i + 1];
        const width =
          (100 * (past.hoursFrom[level] - (next === undefined ? 0 : past.hoursFrom[next]))) /
          past.hoursSeen;
        const left = at;
        at += width;
        return width > 0 && <rect class={`fill-${level}`} x={left} width={width} height="10" />;
      })}
    </svg>
  );
}

export default function PlanningView(_: { query: URLSearchParams }) {
  const { words, language, timeZone, site, live, link } = useCommon();
  const nowMs = useMemo(() => live.newestMs ?? Date.now() + link.serverAheadMs, []);
  const [span, setSpan] = useState<Span>({ fromMs: nowMs - 7 * 24 * hourMs, untilMs: nowMs });
  const quarters = ((span.untilMs - span.fromMs) / hourMs) * 4 * site.zones.length;
  const resolution = quarters > mostRows ? 'hour' : 'quarter_hour';
  const { answer, trouble } = useAsked(
    async () => pastOf(site, await askHistory(site.name, [], span, resolution), timeZone),
    [site.name, span, timeZone],
  );
  return (
    <div class="desk planning">
      <h1>
        {words.planning}, {site.name}
      </h1>
      <SpanChoice span={span} nowMs={nowMs} setSpan={setSpan} mostMs={null} />
      {answer === null ? (
        <Waiting trouble={trouble} />
      ) : (
        <>
          <section class="panel">
            <h2>{words.suggestions}</h2>
            {answer.every(({ excess }) => excess === null) ? (
              <p>{words.neverExceeded}</p>
            ) : (
              <ul>
                {answer
                  .filter(({ excess }) => excess !== null)
                  .slice(0, 8)
                  .map((past) => (
                    <Suggestion key={past.name} past={past} />
                  ))}
              </ul>
            )}
          </section>
          <h2>
            {words.busiest} <span class="quiet">{words.timeAbove}</span>
          </h2>
          <div class="table-room" tabIndex={0} role="region" aria-label={words.busiest}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.zone}</th>
                  <th scope="col" class="number">
                    {words.meanCount}
                  </th>
                  <th scope="col" class="number">
                    {words.highestCount}
                  </th>
                  <th scope="col">{words.when}</th>
                  <th scope="col" class="number">
                    {words.ofCapacity}
                  </th>
                  <th scope="col">{words.timeAtLevels}</th>
                  {levels.slice(2).map((level) => (
                    <th scope="col" class="number">
                      <span class={`badge small level-${level}`}>{level}</span> h
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {answer.map((past) => (
                  <tr key={past.name}>
                    <th scope="row">
                      <a href={hrefOf('history', { site: site.name, place: past.name })}>
                        {past.name}
                      </a>
                    </th>
                    <td class="number">
                      {past.mean === null ? '\u2013' : whole(past.mean, language)}
                    </td>
                    <td class="number">
                      {past.highest === null ? '\u2013' : whole(past.highest, language)}
                    </td>
                    <td>
                      {past.highestAtMs === null
                        ? '\u2013'
                        : time(past.highestAtMs, 'moment', language, timeZone)}
                    </td>
                    <td class="of-capacity">
                      {past.share === null ? (
                        '\u2013'
                      ) : (
                        <>
                          <progress
                            class={past.share > 1 ? 'over' : past.share >= 0.8 ? 'near' : ''}
                            max={1}
                            value={Math.min(1, past.share)}
                            aria-hidden="true"
                          />{' '}
                          {percent(past.share * 100, language)}
                        </>
                      )}
                    </td>
                    <td>
                      <Shares past={past} />
                    </td>
                    {levels.slice(2).map((level) => (
                      <td class="number">{decimal(past.hoursFrom[level], 1, language)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="quiet">{words.highestNote(words.resolution[resolution])}</p>
        </>
      )}
    </div>
  );
}
