// What is straight in reality, and what throng found of the lens by it.
// SPDX-License-Identifier: Apache-2.0
import { decimal, percent } from '../format.ts';
import { useCommon } from '../settings.tsx';
import type { CheckedCamera } from './check_reply.ts';
import { lineName } from './points.ts';
import type { CameraPart } from './site_file.ts';

interface LinesProps {
  camera: CameraPart;
  seen: CheckedCamera | undefined;
  addTo: (line: number) => void;
  remove: (line: number) => void;
}

export function LinesList({ camera, seen, addTo, remove }: LinesProps) {
  const { words, language } = useCommon();
  const bend = seen?.lensBend ?? 0,
    rmsPx = seen?.linesRmsPx ?? null;
  const drawn = percent(100 * Math.abs(bend), language);
  return (
    <>
      <h3>{words.straightLines}</h3>
      {(bend !== 0 || rmsPx !== null) && (
        <p>
          {bend > 0 ? words.lensDrawsOut(drawn) : words.lensDrawsIn(drawn)}
          {rmsPx !== null && words.linesOff(decimal(rmsPx, 1, language))}.
        </p>
      )}
      <p class="quiet">{words.linesHelp}</p>
      <ul class="lines">
        {camera.straightLines.map(({ points }, i) => (
          <li>
            <b>{lineName(i)}</b> <span>{words.linePoints(points.length)}</span>
            <button
              aria-label={`${words.addPoints}: ${words.lineNumber(i + 1)}`}
              onClick={() => addTo(i)}
            >
              {words.addPoints}
            </button>
            <button
              class="plain"
              aria-label={`${words.remove}: ${words.lineNumber(i + 1)}`}
              onClick={() => remove(i)}
            >
              {'\u00d7'}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
