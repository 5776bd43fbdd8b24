// The picture with marks, zones and grid. The picture is drawn here and goes nowhere else.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCommon } from '../settings.tsx';
import type { CheckedCamera, CheckReply } from './check_reply.ts';
import { around, bentAround, gridOf, pathOf, personM, pixelOf } from './grid.ts';
import { inside, isSeenBy, linePointId, moved, pointsOf, type PicturePoint } from './points.ts';
import type { CameraPart, Pair, PairAt, SiteFile } from './site_file.ts';

interface StageProps {
  site: SiteFile;
  camera: CameraPart;
  checked: CheckReply | null;
  picture: ImageBitmap | null;
  isPlacing: boolean; // a click places a point
  pending: Pair[]; // of a zone or a line that is being drawn
  place: (at: Pair) => void;
  finish: () => void;
  move: (at: PairAt, to: Pair) => void;
  currentLine: number | null; // the straight line that clicks add to
  removeFromLine: (line: number, at: PairAt) => void;
}

const hasLetters = 14; // pixels on the screen, at a picture of usual size

function Ground({
  site,
  camera,
  seen,
  checked,
  unit,
}: {
  site: SiteFile;
  camera: CameraPart;
  seen: CheckedCamera;
  checked: CheckReply;
  unit: number;
}) {
  const { words } = useCommon();
  // Other cameras' zones may lie in other metres.
  const seenHere = new Set(
    site.zones.filter((zone) => isSeenBy(zone, camera)).map(({ name }) => name),
  );
  const outlines = checked.zones.filter(
    (zone) => zone.fullestOf === null && seenHere.has(zone.name),
  );
  const known = [
    ...camera.groundMarks.map((mark) => mark.metres.pair),
    ...outlines.flatMap((zone) => zone.outlineM),
  ];
  const grid = gridOf(seen, known);
  const persons = outlines.flatMap((zone) => {
    const sum = zone.outlineM.reduce((all, [x, y]): Pair => [all[0] + x, all[1] + y], [
      0, 0,
    ] as Pair);
    const at: Pair = [sum[0] / zone.outlineM.length, sum[1] / zone.outlineM.length];
    const foot = pixelOf(seen, at),
      head = pixelOf(seen, at, personM);
    return foot === null || head === null ? [] : [{ name: zone.name, foot, head }];
  });
  return (
    <>
      {grid !== null && <path class="grid" d={grid.path} />}
      {grid !== null && (
        <text class="grid-word" x={unit * 8} y={unit * 20} font-size={unit * hasLetters}>
          {words.grid(grid.stepM)}
        </text>
      )}
      {site.zones.map((zone) => {
        const outline =
          zone.isInMetres && isSeenBy(zone, camera)
            ? outlines.find(({ name }) => name === zone.name)?.outlineM
            : undefined;
        return (
          outline !== undefined && <path class="zone-in-metres" d={pathOf(seen, around(outline))} />
        );
      })}
      {checked.patches.flatMap((patch) =>
        patch.views.flatMap((view, i) =>
          view.camera !== camera.name || patch.views.length < 2
            ? []
            : [
                <polygon
                  class={i === 0 ? 'patch counted' : 'patch'}
                  points={view.outlinePx.join(' ')}
                >
                  <title>{`${patch.zone}: ${words.countedBy(patch.views.map((each) => each.camera).join(`, ${words.then} `))}`}</title>
                </polygon>,
              ],
        ),
      )}
      {persons.map(({ foot, head, name }) => (
        <g class="person" aria-label={`${words.personsHere}: ${name}`}>
          <path d={`M${foot.join(' ')}L${head.join(' ')}`} />
          <text x={head[0]} y={head[1] - unit * 4} font-size={unit * hasLetters}>
            {Math.round(Math.hypot(foot[0] - head[0], foot[1] - head[1]))} px
          </text>
        </g>
      ))}
    </>
  );
}

export function Stage(props: StageProps) {
  const {
    site,
    camera,
    checked,
    picture,
    isPlacing,
    pending,
    place,
    finish,
    move,
    currentLine,
    removeFromLine,
  } = props;
  const { words } = useCommon();
  const size: Pair = camera.picture ?? [1280, 720];
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const [dragged, setDragged] = useState<{ id: string; to: Pair } | null>(null);
  const [cross, setCross] = useState<Pair>([size[0] / 2, size[1] / 2]);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    context.clearRect(0, 0, size[0], size[1]);
    if (picture !== null) context.drawImage(picture, 0, 0, size[0], size[1]);
  }, [picture, size[0], size[1]]);

  const pointOf = (event: MouseEvent): Pair => {
    const to = drawing.current!.getScreenCTM()!.inverse();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(to);
    return inside([x, y], size);
  };
  const unit = size[0] / 800; // pixels of the picture for one on a screen
  const points = pointsOf(camera, site.zones, words);
  const where = ({ id, at }: Pick<PicturePoint, 'id' | 'at'>): Pair =>
    dragged?.id === id ? dragged.to : at.pair;
  const seen = checked?.cameras.find(({ name }) => name === camera.name);
  const sidesOf = (corners: Pair[]): Pair[] =>
    seen === undefined || seen.lensBend === 0 ? corners : bentAround(seen, corners);
  const keyOnStage = (event: KeyboardEvent): void => {
    if (!isPlacing || event.target !== drawing.current) return;
    const to = moved(cross, event);
    if (to !== null) setCross(inside(to, size));
    else if (event.key === ' ') place(cross);
    else if (event.key === 'Enter' && pending.length > 2) finish();
    else if (event.key === 'Enter') place(cross);
    else return;
    event.preventDefault();
  };
  return (
    <div class="stage">
      <canvas ref={canvas} width={size[0]} height={size[1]} aria-hidden="true" />
      {picture === null && <p class="no-picture">{words.noPicture}</p>}
      <svg
        ref={drawing}
        viewBox={`0 0 ${size[0]} ${size[1]}`}
        class={isPlacing ? 'placing' : ''}
        tabindex={0}
        role="group"
        aria-label={words.pictureArea}
        onKeyDown={keyOnStage}
        onClick={(event) => isPlacing && place(pointOf(event))}
      >
        {seen !== undefined && checked !== null && (
          <Ground site={site} camera={camera} seen={seen} checked={checked} unit={unit} />
        )}
        {site.zones.map(
          (zone, z) =>
            !zone.isInMetres &&
            isSeenBy(zone, camera) &&
            zone.corners.length > 0 && (
              <g class="drawn-zone">
                <polygon
                  points={sidesOf(
                    zone.corners.map((at, i) => where({ id: `zone-${z}-${i}`, at })),
                  ).join(' ')}
                />
                <text
                  x={zone.corners[0]!.pair[0] + unit * 6}
                  y={zone.corners[0]!.pair[1] + unit * 20}
                  font-size={unit * hasLetters}
                >
                  {zone.name}
                </text>
              </g>
            ),
        )}
        {camera.heightMarks.map((mark) => (
          <path class="height" d={`M${mark.foot.pair.join(' ')}L${mark.head.pair.join(' ')}`} />
        ))}
        {camera.straightLines.map(({ points: marked }, l) => (
          <polyline
            class={l === currentLine ? 'straight current' : 'straight'}
            points={marked.map((at, i) => where({ id: linePointId(l, i), at })).join(' ')}
          />
        ))}
        {pending.length > 0 && (
          <polyline class="pending" points={pending.map((point) => point.join(',')).join(' ')} />
        )}
        {pending.map(([x, y]) => (
          <circle
            class={currentLine === null ? 'point corner' : 'point line'}
            cx={x}
            cy={y}
            r={unit * 5}
          />
        ))}
        {points.map((point) => {
          const [x, y] = where(point);
          return (
            <g
              class={`point ${point.look}`}
              tabindex={0}
              role="button"
              aria-label={`${point.name}: ${Math.round(x)}, ${Math.round(y)}`}
              onClick={(event) => event.stopPropagation()}
              onKeyDown={(event) => {
                const to = moved(point.at.pair, event);
                if (to !== null) move(point.at, inside(to, size));
                else if (/^(Delete|Backspace)$/.test(event.key) && point.line !== undefined)
                  removeFromLine(point.line, point.at);
                else return;
                event.preventDefault();
              }}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                setDragged({ id: point.id, to: point.at.pair });
              }}
              onPointerMove={(event) =>
                dragged?.id === point.id && setDragged({ id: point.id, to: pointOf(event) })
              }
              onPointerUp={() => {
                if (dragged !== null && dragged.to !== point.at.pair) move(point.at, dragged.to);
                setDragged(null);
              }}
            >
              <circle class="grip" cx={x} cy={y} r={unit * 12} />
              <circle
                cx={x}
                cy={y}
                r={unit * (point.look === 'corner' || point.look === 'line' ? 5 : 6)}
              />
              <text x={x + unit * 9} y={y - unit * 6} font-size={unit * hasLetters}>
                {point.short}
              </text>
            </g>
          );
        })}
        {isPlacing && (
          <path
            class="cross"
            d={`M${cross[0] - 14 * unit} ${cross[1]}h${28 * unit}M${cross[0]} ${cross[1] - 14 * unit}v${28 * unit}`}
          />
        )}
      </svg>
    </div>
  );
}
