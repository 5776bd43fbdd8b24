// Sets up a site without throng ever seeing a picture: marks, zones, and the file that says them.
// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'preact/hooks';
import { fileName, saveAs } from '../history/save.ts';
import { useCommon } from '../settings.tsx';
import { Complaints } from './complaints.tsx';
import { CameraPanel } from './camera_panel.tsx';
import { newCamera, newFile, newZone } from './new_file.ts';
import {
  addItem,
  addLine,
  addSection,
  addToList,
  pairsText,
  pairText,
  quote,
  removeLine,
  removeLinePoint,
  removeSection,
  replaceValue,
  setKey,
  type CameraPart,
  type Pair,
  type PairAt,
} from './site_file.ts';
import { Stage } from './stage.tsx';
import { useSiteText } from './use_site_text.ts';
import { ZonesTable } from './zones_table.tsx';

type Mode = 'look' | 'mark' | 'foot' | 'head' | 'zone' | 'line';

const leastOfLine = 3; // points, for throng check

export default function EditorView() {
  const { words } = useCommon();
  const { text, site, mistake, checked, checking, write, undo, redo } = useSiteText();
  const [chosen, setChosen] = useState(0);
  const [mode, setMode] = useState<Mode>('look');
  const [currentLine, setCurrentLine] = useState(0); // that clicks add to; it may not be in the file yet
  const [pending, setPending] = useState<Pair[]>([]);
  const [pictures, setPictures] = useState<ReadonlyMap<string, ImageBitmap>>(new Map());
  const [trouble, setTrouble] = useState('');
  const [otherSize, setOtherSize] = useState<Pair | null>(null); // of a picture that has not the camera's shape
  const area = useRef<HTMLTextAreaElement>(null);
  const camera = site.cameras[Math.min(chosen, site.cameras.length - 1)];
  const seen = checked?.cameras.find(({ name }) => name === camera?.name);

  const end = (): void => {
    setMode('look');
    setPending([]);
  };
  const addToLine = (index: number): void => {
    setMode('line');
    setPending([]);
    setCurrentLine(index);
  };
  const movePair = (at: PairAt, to: Pair, digits: number): void =>
    write(replaceValue(text, at.at, pairText(to, digits)));
  const finish = (): void => {
    if (camera === undefined || pending.length < 3) return;
    const outline = pairsText(pending, 1);
    write(
      addSection(
        text,
        site.sections,
        'zone',
        newZone(quote(`zone ${site.zones.length + 1}`), quote(camera.name), outline),
      ),
    );
    end();
  };
  // In the file as soon as it may stand there: then each click tells at once what was found.
  const placeInLine = (marked: CameraPart, at: Pair): void => {
    const current = marked.straightLines[currentLine];
    const points = [...pending, at];
    if (current !== undefined) write(addToList(text, current.at, pairText(at, 1)));
    else if (points.length < leastOfLine) setPending(points);
    else {
      write(addLine(text, site.cameras.indexOf(marked), pairsText(points, 1)));
      setPending([]);
    }
  };
  const place = (at: Pair): void => {
    if (camera === undefined) return;
    if (mode === 'mark') {
      write(
        addItem(
          text,
          camera.section,
          'ground_marks',
          `{ image = ${pairText(at, 1)}, metres = [0, 0] }`,
        ),
      );
      end();
    } else if (mode === 'foot') {
      setPending([at]);
      setMode('head');
    } else if (mode === 'head') {
      const [foot] = pending;
      write(
        addItem(
          text,
          camera.section,
          'height_marks',
          `{ foot = ${pairText(foot!, 1)}, head = ${pairText(at, 1)}, metres = 1.75 }`,
        ),
      );
      end();
    } else if (mode === 'zone') {
      setPending([...pending, at]);
    } else if (mode === 'line') {
      placeInLine(camera, at);
    }
  };
  const showLine = (line: number): void => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const stop = text.indexOf('\n', start);
    area.current?.focus();
    area.current?.setSelectionRange(start, stop < 0 ? text.length : stop);
  };
  const openFile = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) write(await file.text());
  };
  // Decoded and kept in this browser; only its size is compared with the file's.
  const openPicture = async (file: File | undefined): Promise<void> => {
    if (file === undefined || camera === undefined) return;
    try {
      const picture = await createImageBitmap(file);
      setPictures(new Map(pictures).set(camera.name, picture));
      const [width, height] = camera.picture ?? [0, 0];
      const hasOtherShape =
        Math.abs(picture.width * height - picture.height * width) > 0.01 * picture.width * height;
      setTrouble(hasOtherShape ? words.sizeDiffers(width, height) : '');
      setOtherSize(hasOtherShape ? [picture.width, picture.height] : null);
    } catch {
      setTrouble(words.unreadable);
    }
  };
  const hint = {
    look: '',
    mark: words.clickMark,
    foot: words.clickFoot,
    head: words.clickHead,
    zone: words.clickZone,
    line: words.clickLine,
  }[mode];
  return (
    <div class="editor">
      <h1>{words.editor}</h1>
      <div class="controls">
        <label class="button">
          {words.openFile}
          <input
            class="for-readers"
            type="file"
            accept=".toml"
            onChange={(event) => void openFile(event.currentTarget.files?.[0])}
          />
        </label>
        <button onClick={() => write(newFile)}>{words.newFile}</button>
        <button
          class="primary"
          onClick={() =>
            saveAs(
              fileName(site.name, 'site', 'toml'),
              new Blob([text], { type: 'application/toml' }),
            )
          }
        >
          {words.save}
        </button>
        <button disabled={undo === null} onClick={() => undo?.()}>
          {words.undo}
        </button>
        <button disabled={redo === null} onClick={() => redo?.()}>
          {words.redo}
        </button>
        <label class="button">
          {words.openPicture}
          <input
            class="for-readers"
            type="file"
            accept="image/*"
            onChange={(event) => void openPicture(event.currentTarget.files?.[0])}
          />
        </label>
        <span class="quiet">{words.pictureStays}</span>
      </div>
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}{' '}
          {otherSize !== null && camera !== undefined && (
            <button
              onClick={() => {
                write(setKey(text, camera.section, 'picture', pairText(otherSize, 0)));
                setTrouble('');
                setOtherSize(null);
              }}
            >
              {words.useSize(...otherSize)}
            </button>
          )}
        </p>
      )}
      <div class="editor-parts">
        <div class="editor-left">
          {camera !== undefined && (
            <>
              <div class="controls">
                <label>
                  {words.camera}{' '}
                  <select
                    value={site.cameras.indexOf(camera)}
                    onChange={(event) => {
                      setChosen(Number(event.currentTarget.value));
                      end();
                    }}
                  >
                    {site.cameras.map(({ name }, i) => (
                      <option value={i}>{name}</option>
                    ))}
                  </select>
                </label>
                <button
                  onClick={() => {
                    write(
                      addSection(text, site.sections, 'camera', newCamera(site.cameras.length + 1)),
                    );
                    setChosen(site.cameras.length);
                  }}
                >
                  {words.addCamera}
                </button>
              </div>
              <div class="controls">
                {mode === 'look' ? (
                  <>
                    <button onClick={() => setMode('mark')}>{words.addMark}</button>
                    <button onClick={() => setMode('foot')}>{words.addHeight}</button>
                    <button onClick={() => addToLine(camera.straightLines.length)}>
                      {words.addLine}
                    </button>
                    <button onClick={() => setMode('zone')}>{words.addZone}</button>
                  </>
                ) : (
                  <>
                    {mode === 'zone' && (
                      <button class="primary" disabled={pending.length < 3} onClick={finish}>
                        {words.finish}
                      </button>
                    )}
                    {mode === 'line' && (
                      <button
                        class="primary"
                        disabled={camera.straightLines[currentLine] === undefined}
                        onClick={() => addToLine(camera.straightLines.length)}
                      >
                        {words.nextLine}
                      </button>
                    )}
                    <button onClick={end}>
                      {mode === 'line' && pending.length === 0 ? words.done : words.cancel}
                    </button>
                  </>
                )}
              </div>
              <p class="hint" role="status">
                {hint === '' ? words.keysHelp : hint}
              </p>
              <Stage
                site={site}
                camera={camera}
                checked={mistake === null ? checked : null}
                picture={pictures.get(camera.name) ?? null}
                isPlacing={mode !== 'look'}
                pending={pending}
                place={place}
                finish={finish}
                move={(at, to) => movePair(at, to, 1)}
                currentLine={mode === 'line' ? currentLine : null}
                removeFromLine={(index, at) => write(removeLinePoint(text, camera, index, at))}
              />
            </>
          )}
          <label class="file-label" for="site-file">
            {words.siteFile}
          </label>
          <textarea
            id="site-file"
            ref={area}
            spellcheck={false}
            rows={18}
            value={text}
            onInput={(event) => write(event.currentTarget.value)}
          />
        </div>
        <div class="editor-right">
          <Complaints mistake={mistake} checked={checked} checking={checking} showLine={showLine} />
          {camera !== undefined && (
            <CameraPanel
              text={text}
              camera={camera}
              seen={seen}
              write={write}
              addToLine={addToLine}
              removeLine={(index) => {
                write(removeLine(text, camera, index));
                if (mode === 'line') end(); // others have its number now
              }}
            />
          )}
          <section class="panel" aria-label={words.zones}>
            <h2>{words.zones}</h2>
            <ZonesTable
              site={site}
              checked={mistake === null ? checked : null}
              write={(zone, key, value) => write(setKey(text, zone.section, key, value))}
              remove={(zone) => write(removeSection(text, zone.section))}
            />
          </section>
        </div>
      </div>
    </div>
  );
}
