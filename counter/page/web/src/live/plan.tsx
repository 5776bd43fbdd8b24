// The floor plan: zones by their level of service, those that are not seen hatched.
// SPDX-License-Identifier: Apache-2.0
import { memo } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import type { Plan } from '../api.ts';
import type { Situation } from '../contract.ts';
import { whole, type Language } from '../format.ts';
import type { OpenAlarm } from '../live_state.ts';
import { useCommon } from '../settings.tsx';
import type { Words } from '../words/en.ts';
import { letterOf, lookOf, stateInWords } from './badge.tsx';
import { labelOf, placeZones, type DrawnZone } from './plan_shapes.ts';
import { wordOf } from './alarm_mark.tsx';

interface ZoneProps {
  zone: DrawnZone;
  situation: Situation | undefined;
  alarm: OpenAlarm | undefined;
  isChosen: boolean;
  choose: (name: string) => void;
  words: Words;
  language: Language;
}

const ZoneShape = memo(function ZoneShape({
  zone,
  situation,
  alarm,
  isChosen,
  choose,
  words,
  language,
}: ZoneProps) {
  const look = lookOf(situation);
  const count = situation?.persons == null ? '' : whole(situation.persons.expected, language);
  const said = [
    zone.name,
    stateInWords(situation, words),
    count !== '' ? `${count} ${words.persons}` : '',
    alarm !== undefined ? wordOf(alarm, words) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  const outline = zone.points.map((point) => point.join(',')).join(' ');
  return (
    <g
      class={`plan-zone ${look} ${isChosen ? 'chosen' : ''} ${alarm === undefined ? '' : `alarmed ${alarm.newest.band}`}`}
      onClick={() => choose(zone.name)}
      role="img"
      aria-label={said}
      data-place={zone.name}
    >
      <polygon class="ground" points={outline} />
      {(look === 'blind' || situation?.freshness === 'stale') && (
        <polygon
          class="hatch"
          points={outline}
          fill={look === 'blind' ? 'url(#hatch-blind)' : 'url(#hatch-stale)'}
        />
      )}
      <polygon class="edge" points={outline} />
      {labelOf(zone, letterOf(situation), count).map((line) => (
        <text
          class={line.look}
          x={zone.centre[0] + line.right}
          y={zone.centre[1] + line.down}
          font-size={line.size}
          text-anchor={line.anchor}
        >
          {line.text}
        </text>
      ))}
    </g>
  );
});

function Hatches() {
  return (
    <defs>
      {(['blind', 'stale'] as const).map((of) => (
        <pattern
          id={`hatch-${of}`}
          width="8"
          height="8"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect class={`hatch-line-${of}`} width={of === 'blind' ? 4 : 2.5} height="8" />
        </pattern>
      ))}
    </defs>
  );
}

interface PlanViewProps {
  plan: Plan;
  alarms: Map<string, OpenAlarm>;
  chosen: string | null;
  choose: (name: string) => void;
}

export function PlanView({ plan, alarms, chosen, choose }: PlanViewProps) {
  const { words, language, live } = useCommon();
  const { zones, view, image } = useMemo(() => placeZones(plan), [plan]);
  return (
    <svg class="plan" viewBox={view.join(' ')} role="group" aria-label={words.plan}>
      <Hatches />
      {image !== null && (
        <image
          href={image.url}
          x={image.x}
          y={image.y}
          width={image.width}
          height={image.height}
          preserveAspectRatio="none"
        />
      )}
      {zones.map((zone) => (
        <ZoneShape
          key={zone.name}
          zone={zone}
          situation={live.places.get(zone.name)?.situation}
          alarm={alarms.get(zone.name)}
          isChosen={chosen === zone.name}
          choose={choose}
          words={words}
          language={language}
        />
      ))}
    </svg>
  );
}
