// For a screen on the wall: no controls, large numbers, only what needs a look.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'preact/hooks';
import { alarmOfPlaces } from '../live_state.ts';
import { hrefOf } from '../route.ts';
import { Clock } from '../clock.tsx';
import { Connection } from '../connection.tsx';
import { useCommon, useLive } from '../settings.tsx';
import { AlarmBar } from './alarm_bar.tsx';
import { orderedPlaces } from './ordered_places.ts';
import { PlaceRow } from './place_row.tsx';
import { PlanView } from './plan.tsx';
import { Summary } from './summary.tsx';
import { Tiles } from './tiles.tsx';

const nothing = (): void => {};

// How many whole rows there is room for.
function useRoom() {
  const list = useRef<HTMLUListElement>(null);
  const [rows, setRows] = useState(6);
  useEffect(() => {
    const measure = (): void => {
      const row = list.current?.firstElementChild;
      const room = list.current?.parentElement;
      if (row == null || room == null) return;
      setRows(Math.max(1, Math.floor(room.clientHeight / row.getBoundingClientRect().height)));
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(list.current!.parentElement!);
    watcher.observe(list.current!);
    return () => watcher.disconnect();
  }, []);
  return { list, rows };
}

export function WallView() {
  const { words, language, site, plan, live } = useCommon();
  useLive(live);
  const { list, rows } = useRoom();
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') location.hash = hrefOf('live', { site: site.name });
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [site.name]);
  const alarms = alarmOfPlaces(live.alarms.values());
  const order = orderedPlaces(site, live, alarms);
  return (
    <>
      <header class="wall-top">
        <h1>
          <a href={hrefOf('live', { site: site.name })} title={words.leaveWall}>
            {site.name}
          </a>
        </h1>
        <Connection isCompact />
        <Clock />
      </header>
      <AlarmBar atOnce={3} isWatchedOnly />
      <div class="live-parts">
        <section class="live-plan" aria-label={words.plan}>
          <Summary />
          {plan === null ? (
            <Tiles names={order} alarms={alarms} chosen={null} choose={nothing} />
          ) : (
            <PlanView plan={plan} alarms={alarms} chosen={null} choose={nothing} />
          )}
        </section>
        <section class="live-list" aria-label={`${words.places}, ${words.byUrgency}`}>
          <ul ref={list}>
            {order.slice(0, rows).map((name) => {
              const state = live.places.get(name);
              return (
                <PlaceRow
                  key={name}
                  name={name}
                  situation={state?.situation}
                  lastFreshMs={state?.lastFreshMs ?? null}
                  alarm={alarms.get(name)}
                  isChosen={false}
                  choose={nothing}
                  words={words}
                  language={language}
                />
              );
            })}
          </ul>
        </section>
      </div>
    </>
  );
}
