// From when until when: a usual span, or two times of the site's clock.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'preact/hooks';
import type { Span } from '../api.ts';
import { useCommon } from '../settings.tsx';
import { inputOf, msOfInput } from './local_time.ts';

// Not the browser's own field, which shows 12 hours to some.
const moment = '\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}';
const hourMs = 3_600_000;
const usual = [
  ['lastHour', 1],
  ['last6', 6],
  ['last24', 24],
  ['last7', 168],
  ['last30', 720],
  ['lastYear', 8760],
] as const;

interface SpanChoiceProps {
  span: Span;
  nowMs: number;
  setSpan: (span: Span) => void;
  mostMs: number | null;
}

export function SpanChoice({ span, nowMs, setSpan, mostMs }: SpanChoiceProps) {
  const { words, timeZone } = useCommon();
  const [from, setFrom] = useState(inputOf(span.fromMs, timeZone));
  const [until, setUntil] = useState(inputOf(span.untilMs, timeZone));
  useEffect(() => {
    setFrom(inputOf(span.fromMs, timeZone));
    setUntil(inputOf(span.untilMs, timeZone));
  }, [span, timeZone]);
  const submit = (event: Event): void => {
    event.preventDefault();
    const fromMs = msOfInput(from, timeZone),
      untilMs = msOfInput(until, timeZone);
    if (fromMs !== null && untilMs !== null && fromMs < untilMs) setSpan({ fromMs, untilMs });
  };
  return (
    <form class="controls span-choice" onSubmit={submit} aria-label={words.span}>
      {usual
        .filter(([, hours]) => mostMs === null || hours * hourMs <= mostMs)
        .map(([word, hours]) => (
          <button
            type="button"
            aria-pressed={span.untilMs === nowMs && span.fromMs === nowMs - hours * hourMs}
            onClick={() => setSpan({ fromMs: nowMs - hours * hourMs, untilMs: nowMs })}
          >
            {words[word]}
          </button>
        ))}
      <label>
        {words.from}{' '}
        <input
          class="moment"
          placeholder="2026-12-31 18:30"
          pattern={moment}
          value={from}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
      </label>
      <label>
        {words.until}{' '}
        <input
          class="moment"
          placeholder="2026-12-31 18:30"
          pattern={moment}
          value={until}
          onInput={(event) => setUntil(event.currentTarget.value)}
        />
      </label>
      <button type="submit">{words.show}</button>
    </form>
  );
}
