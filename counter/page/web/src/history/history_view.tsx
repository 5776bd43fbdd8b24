// What was: one place over a span, days beside each other, the usual week.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Resolution, Span } from '../api.ts';
import { hrefOf } from '../route.ts';
import { useCommon } from '../settings.tsx';
import { usualResolution } from './course.ts';
import { CourseOfPlace } from './course_of_place.tsx';
import { Days } from './days.tsx';
import { SpanChoice } from './span_choice.tsx';
import { Week } from './week.tsx';

type Mode = 'course' | 'compareDays' | 'typicalWeek';
const modes: readonly Mode[] = ['course', 'compareDays', 'typicalWeek'];
const hourMs = 3_600_000;

export default function HistoryView({ query }: { query: URLSearchParams }) {
  const { words, site, me, live, link } = useCommon();
  const places = [...site.groups.map(({ name }) => name), ...site.zones.map(({ name }) => name)];
  const asked = query.get('place');
  const [place, setPlace] = useState(places.find((name) => name === asked) ?? places[0]!);
  useEffect(() => {
    if (asked !== null && places.includes(asked)) setPlace(asked);
  }, [asked]);
  const nowMs = useMemo(() => live.newestMs ?? Date.now() + link.serverAheadMs, []);
  const [span, setSpan] = useState<Span>({ fromMs: nowMs - 24 * hourMs, untilMs: nowMs });
  const [mode, setMode] = useState<Mode>('course');
  const [resolution, setResolution] = useState<Resolution | 'usual'>('usual');
  const show = (next: Mode): void => {
    setMode(next);
    // A week is only typical over some weeks.
    if (next === 'typicalWeek' && span.untilMs - span.fromMs < 7 * 24 * hourMs) {
      setSpan({ fromMs: span.untilMs - 28 * 24 * hourMs, untilMs: span.untilMs });
    }
  };
  return (
    <div class="desk history">
      <h1>
        {words.history}, {site.name}
      </h1>
      <div class="controls">
        <label>
          {words.place}{' '}
          <select value={place} onChange={(event) => setPlace(event.currentTarget.value)}>
            {places.map((name) => (
              <option value={name}>{name}</option>
            ))}
          </select>
        </label>
        {me.role !== 'viewer' && (
          <div class="tabs" role="group" aria-label={words.showing}>
            {modes.map((each) => (
              <button aria-pressed={mode === each} onClick={() => show(each)}>
                {words[each]}
              </button>
            ))}
          </div>
        )}
        <a
          class="button"
          href={hrefOf('report', {
            site: site.name,
            from: String(span.fromMs),
            until: String(span.untilMs),
          })}
        >
          {words.eventReport}
        </a>
      </div>
      {mode !== 'compareDays' && (
        <SpanChoice
          span={span}
          nowMs={nowMs}
          setSpan={setSpan}
          mostMs={me.role === 'viewer' ? 24 * hourMs : null}
        />
      )}
      {me.role === 'viewer' && <p class="quiet">{words.viewerSpan}</p>}
      {mode === 'course' && (
        <>
          <label class="resolution">
            {words.inBars}{' '}
            <select
              value={resolution}
              onChange={(event) => setResolution(event.currentTarget.value as Resolution | 'usual')}
            >
              <option value="usual">{words.auto}</option>
              {(['released', 'minute', 'quarter_hour', 'hour', 'day'] as const).map((each) => (
                <option value={each}>{words.resolution[each]}</option>
              ))}
            </select>
          </label>
          <CourseOfPlace
            place={place}
            span={span}
            resolution={resolution === 'usual' ? usualResolution(span) : resolution}
          />
        </>
      )}
      {mode === 'compareDays' && <Days place={place} nowMs={nowMs} />}
      {mode === 'typicalWeek' && <Week place={place} span={span} />}
    </div>
  );
}
