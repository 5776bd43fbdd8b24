// How a camera stands by its marks, the marks in numbers, and what its lens does.
// SPDX-License-Identifier: Apache-2.0
import { decimal } from '../format.ts';
import { useCommon } from '../settings.tsx';
import type { CheckedCamera } from './check_reply.ts';
import { LinesList } from './lines_list.tsx';
import { MarksTable } from './marks_table.tsx';
import { pairText, removeItem, replaceValue, type CameraPart } from './site_file.ts';
import type { Value } from './toml.ts';

interface CameraPanelProps {
  text: string;
  camera: CameraPart;
  seen: CheckedCamera | undefined;
  write: (text: string) => void;
  addToLine: (line: number) => void;
  removeLine: (line: number) => void;
}

export function CameraPanel(props: CameraPanelProps) {
  const { text, camera, seen, write, addToLine, removeLine } = props;
  const { words, language } = useCommon();
  // A person's height may not be written yet: then it comes behind his head.
  const writeHeight = (index: number, at: Value | null, height: number): void => {
    if (at !== null) return write(replaceValue(text, at, String(height)));
    const { head } = camera.heightMarks[index]!;
    return write(replaceValue(text, head.at, `${pairText(head.pair, 1)}, metres = ${height}`));
  };
  return (
    <section class="panel" aria-label={words.camera}>
      <h2>{camera.name}</h2>
      {seen !== undefined && (
        <p>
          {words.stands(decimal(seen.heightM, 1, language), decimal(seen.tiltDeg, 0, language))}
          {seen.tooLow && <b> {words.tooLow}</b>}
        </p>
      )}
      {seen?.rmsPx != null && <p>{words.marksOff(decimal(seen.rmsPx, 1, language))}</p>}
      <MarksTable
        camera={camera}
        seen={seen}
        movePair={(at, to, digits) => write(replaceValue(text, at.at, pairText(to, digits)))}
        writeHeight={writeHeight}
        remove={(key, i) => write(removeItem(text, camera.section, key, i))}
      />
      <LinesList camera={camera} seen={seen} addTo={addToLine} remove={removeLine} />
    </section>
  );
}
