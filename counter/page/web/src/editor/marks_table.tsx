// The marks of a camera in numbers, each with how far off it is.
// SPDX-License-Identifier: Apache-2.0
import { decimal } from '../format.ts';
import { useCommon } from '../settings.tsx';
import type { CheckedCamera } from './check_reply.ts';
import type { CameraPart, Pair, PairAt } from './site_file.ts';
import type { Value } from './toml.ts';

interface MarksProps {
  camera: CameraPart;
  seen: CheckedCamera | undefined;
  movePair: (at: PairAt, to: Pair, digits: number) => void;
  writeHeight: (index: number, at: Value | null, height: number) => void;
  remove: (key: 'ground_marks' | 'height_marks', index: number) => void;
}

function NumberField({
  name,
  value,
  change,
}: {
  name: string;
  value: number;
  change: (value: number) => void;
}) {
  return (
    <input
      type="number"
      step="any"
      aria-label={name}
      value={value}
      onChange={(event) =>
        Number.isFinite(event.currentTarget.valueAsNumber) &&
        change(event.currentTarget.valueAsNumber)
      }
    />
  );
}

export function MarksTable({ camera, seen, movePair, writeHeight, remove }: MarksProps) {
  const { words, language } = useCommon();
  const hasGround = camera.groundMarks.length > 0;
  const count = hasGround ? camera.groundMarks.length : camera.heightMarks.length;
  if (count === 0) return null;
  const nameOf = (i: number): string =>
    hasGround ? words.markNumber(i + 1) : words.footNumber(i + 1);
  return (
    <div class="table-room">
      <table class="marks">
        <thead>
          <tr>
            <th scope="col">{hasGround ? words.marks : words.heights}</th>
            {(hasGround ? [words.eastM, words.northM] : [words.heightM]).map((head) => (
              <th scope="col">{head}</th>
            ))}
            <th scope="col">{words.offPx}</th>
            <th scope="col">{words.offM}</th>
            <th scope="col">
              <span class="for-readers">{words.remove}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: count }, (_, i) => {
            const off = seen?.residuals[i];
            const mark = camera.groundMarks[i],
              person = camera.heightMarks[i];
            return (
              <tr class={off?.leftOut === true ? 'left-out' : ''}>
                <th scope="row">{i + 1}</th>
                {hasGround && mark !== undefined
                  ? ([0, 1] as const).map((axis) => (
                      <td>
                        <NumberField
                          name={`${nameOf(i)}: ${axis === 0 ? words.eastM : words.northM}`}
                          value={mark.metres.pair[axis]}
                          change={(value) => {
                            const { pair } = mark.metres;
                            movePair(
                              mark.metres,
                              axis === 0 ? [value, pair[1]] : [pair[0], value],
                              3,
                            );
                          }}
                        />
                      </td>
                    ))
                  : person !== undefined && (
                      <td>
                        <NumberField
                          name={`${nameOf(i)}: ${words.heightM}`}
                          value={person.metres.height}
                          change={(value) => writeHeight(i, person.metres.at, value)}
                        />
                      </td>
                    )}
                <td class="number">{off?.px == null ? '\u2013' : decimal(off.px, 1, language)}</td>
                <td class="number">
                  {off?.metres == null ? '\u2013' : decimal(off.metres, 2, language)}
                  {off?.leftOut === true && <b> {words.leftOut}</b>}
                </td>
                <td>
                  <button
                    class="plain"
                    aria-label={`${words.remove}: ${nameOf(i)}`}
                    onClick={() => remove(hasGround ? 'ground_marks' : 'height_marks', i)}
                  >
                    {'\u00d7'}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
