// What is going on now: alarms, plan, places by urgency.
// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useState } from 'preact/hooks';
import { alarmOfPlaces } from '../live_state.ts';
import { useCommon, useLive } from '../settings.tsx';
import { AlarmBar } from './alarm_bar.tsx';
import { orderedPlaces } from './ordered_places.ts';
import { PlaceDetail } from './place_detail.tsx';
import { PlaceRow } from './place_row.tsx';
import { PlanView } from './plan.tsx';
import { Summary } from './summary.tsx';
import { Tiles } from './tiles.tsx';

const firstRows = 14; // as many as a screen shows

// Whether all rows are drawn: once the plan and the first rows were painted.
function useAllRows(isReady: boolean): boolean {
  const [all, setAll] = useState(false);
  useEffect(() => {
    if (!isReady) return;
    const frame = requestAnimationFrame(() => setTimeout(() => setAll(true)));
    return () => cancelAnimationFrame(frame);
  }, [isReady]);
  return all;
}

export function LiveView({ isPlanKnown }: { isPlanKnown: boolean }) {
  const { words, language, site, plan, live } = useCommon();
  useLive(live);
  const [chosen, setChosen] = useState<string | null>(null);
  const [side, setSide] = useState<'list' | 'plan'>('list'); // on a phone
  const choose = useCallback(
    (name: string) => setChosen((before) => (before === name ? null : name)),
    [],
  );
  const alarms = alarmOfPlaces(live.alarms.values());
  // Nothing is drawn twice: hundreds of places without counts would hold up those with counts.
  const order = live.isKnown ? orderedPlaces(site, live, alarms) : [];
  const all = useAllRows(live.isKnown && isPlanKnown);
  const rows = all ? order : order.slice(0, firstRows);
  const common = { alarms, chosen, choose };
  return (
    <>
      <h1 class="for-readers">
        {words.live}, {site.name}
      </h1>
      <AlarmBar atOnce={3} choose={setChosen} />
      <div class="sides" role="group" aria-label={words.views}>
        {(['list', 'plan'] as const).map((each) => (
          <button aria-pressed={side === each} onClick={() => setSide(each)}>
            {words[each]}
          </button>
        ))}
      </div>
      <div class={`live-parts show-${side}`}>
        <section class="live-plan" aria-label={words.plan}>
          <Summary />
          {!live.isKnown ? (
            <p class="quiet pad">{words.loading}</p>
          ) : plan !== null ? (
            <PlanView plan={plan} {...common} />
          ) : (
            isPlanKnown && <Tiles names={order} {...common} />
          )}
        </section>
        <div class="live-side">
          {chosen !== null && <PlaceDetail name={chosen} close={() => setChosen(null)} />}
          <section class="live-list" aria-label={`${words.places}, ${words.byUrgency}`}>
            <h2>
              {words.places} <span class="quiet">{words.byUrgency}</span>
            </h2>
            <ul>
              {rows.map((name) => {
                const state = live.places.get(name);
                return (
                  <PlaceRow
                    key={name}
                    name={name}
                    situation={state?.situation}
                    lastFreshMs={state?.lastFreshMs ?? null}
                    alarm={alarms.get(name)}
                    isChosen={chosen === name}
                    choose={choose}
                    words={words}
                    language={language}
                  />
                );
              })}
            </ul>
          </section>
        </div>
      </div>
    </>
  );
}
