// The usual week: mean persons by weekday and hour of the site.
// SPDX-License-Identifier: Apache-2.0
import type { Span } from '../api.ts';
import { whole } from '../format.ts';
import { useCommon } from '../settings.tsx';
import { useAsked, Waiting } from './asked.tsx';
import { askCourse } from './course.ts';
import { shadeOf, weekOf } from './week_means.ts';

const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

export function weekdayNames(language: string, style: 'short' | 'long'): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, i) => format.format(monday + i * dayMs));
}

export function Week({ place, span }: { place: string; span: Span }) {
  const { words, language, timeZone, site } = useCommon();
  const { answer, trouble } = useAsked(
    () => askCourse(site, place, span, 'hour'),
    [site.name, place, span],
  );
  if (answer === null) return <Waiting trouble={trouble} />;
  const week = weekOf(answer, timeZone);
  const most = Math.max(1, ...week.flat().map((mean) => mean ?? 0));
  return (
    <section aria-label={words.typicalWeek}>
      <p class="quiet">{words.weekHelp}</p>
      <div class="table-room" tabIndex={0} role="region" aria-label={words.typicalWeek}>
        <table class="week">
          <thead>
            <tr>
              <th scope="col">{words.hour}</th>
              {Array.from({ length: 24 }, (_, hour) => (
                <th scope="col">{hour}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdayNames(language, 'short').map((name, day) => (
              <tr>
                <th scope="row">{name}</th>
                {week[day]!.map((mean) => (
                  <td class={mean === null ? 'unknown' : `shade-${shadeOf(mean, most)}`}>
                    {mean === null ? (
                      <span role="img" aria-label={words.notSeen}>
                        {'\u2013'}
                      </span>
                    ) : (
                      whole(mean, language)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
