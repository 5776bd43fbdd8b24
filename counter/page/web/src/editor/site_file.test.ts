// What is not edited stays as it was written; what is edited is read back.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  addItem,
  addLine,
  addSection,
  addToList,
  readSiteFile,
  removeItem,
  removeLine,
  removeLinePoint,
  removeSection,
  replaceValue,
  setKey,
} from './site_file.ts';
import { TomlMistake } from './toml.ts';

const demo = readFileSync(new URL('../../../../demo.toml', import.meta.url), 'utf8');

function changedLines(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !old.has(line));
}

describe('the site file of the demo', () => {
  test('is read whole', () => {
    const site = readSiteFile(demo);
    expect(site.name).toBe('Campus crossing');
    expect(site.cameras.map(({ name, picture }) => [name, picture])).toEqual([
      ['view1', [768, 576]],
    ]);
    expect(site.cameras[0]!.groundMarks).toHaveLength(8);
    expect(site.cameras[0]!.groundMarks[0]!.image.pair).toEqual([31.3, 163.1]);
    expect(
      site.zones.map(({ name, kind, cameras, corners }) => [name, kind, cameras, corners.length]),
    ).toEqual([
      ['west', 'walkway', ['view1'], 4],
      ['east', 'walkway', ['view1'], 4],
    ]);
  });

  test('keeps its comments when a mark is moved', () => {
    const moved = replaceValue(
      demo,
      readSiteFile(demo).cameras[0]!.groundMarks[0]!.image.at,
      '[40, 170]',
    );
    expect(changedLines(demo, moved)).toEqual([
      '  { image = [40, 170], metres = [-2, 12] },    # far left',
    ]);
    expect(moved.length).toBe(demo.length - '[31.3, 163.1]'.length + '[40, 170]'.length);
  });

  test('is the same again after a mark was added and removed', () => {
    const { section } = readSiteFile(demo).cameras[0]!;
    const more = addItem(demo, section, 'ground_marks', '{ image = [1, 2], metres = [3, 4] }');
    expect(readSiteFile(more).cameras[0]!.groundMarks.at(-1)!.metres.pair).toEqual([3, 4]);
    expect(changedLines(demo, more)).toEqual(['  { image = [1, 2], metres = [3, 4] },']);
    expect(removeItem(more, readSiteFile(more).cameras[0]!.section, 'ground_marks', 8)).toBe(demo);
  });

  test('is the same again after a zone was added and removed', () => {
    const { sections } = readSiteFile(demo);
    const more = addSection(demo, sections, 'zone', [
      'name = "north"',
      'kind = "queue"',
      'camera = "view1"',
      'image = [[1, 1], [9, 1], [9, 9]]',
    ]);
    const zones = readSiteFile(more).zones;
    expect(zones.map(({ name }) => name)).toEqual(['west', 'east', 'north']);
    expect(removeSection(more, zones[2]!.section)).toBe(demo);
  });
});

describe('straight lines', () => {
  const withLines = addItem(
    demo,
    readSiteFile(demo).cameras[0]!.section,
    'straight_lines',
    '[[1, 2], [3, 4], [5, 6]]',
  );
  const linesOf = (text: string): number[][][] =>
    readSiteFile(text).cameras[0]!.straightLines.map(({ points }) =>
      points.map(({ pair }) => pair),
    );

  test('are written below the marks, grow by points and by lines', () => {
    expect(changedLines(demo, withLines)).toEqual([
      'straight_lines = [',
      '  [[1, 2], [3, 4], [5, 6]],',
    ]);
    const { straightLines } = readSiteFile(withLines).cameras[0]!;
    const longer = addToList(withLines, straightLines[0]!.at, '[7, 8]');
    expect(longer).toContain('\n  [[1, 2], [3, 4], [5, 6], [7, 8]],\n]\n');
    const { section } = readSiteFile(longer).cameras[0]!;
    const more = addItem(longer, section, 'straight_lines', '[[9, 9], [8, 9], [7, 9]]');
    expect(linesOf(more)).toEqual([
      [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
      ],
      [
        [9, 9],
        [8, 9],
        [7, 9],
      ],
    ]);
    expect(removeLine(more, readSiteFile(more).cameras[0]!, 1)).toBe(longer);
  });

  test('take the place of a lens that the file told', () => {
    const [before, after] = ['lens_bend = -0.2\nsource = ', 'source = '];
    expect(demo).toContain(after);
    const told = demo.replace(after, before);
    expect(addLine(told, 0, '[[1, 2], [3, 4], [5, 6]]')).toBe(withLines);
    expect(addLine(demo, 0, '[[1, 2], [3, 4], [5, 6]]')).toBe(withLines);
  });

  test('are the same again after a point was added and taken away', () => {
    const line = readSiteFile(withLines).cameras[0]!.straightLines[0]!;
    const longer = addToList(withLines, line.at, '[7, 8]');
    const camera = readSiteFile(longer).cameras[0]!;
    expect(removeLinePoint(longer, camera, 0, camera.straightLines[0]!.points[3]!)).toBe(withLines);
  });

  test('go with their key when the last goes, by itself or by its last point', () => {
    expect(removeLine(withLines, readSiteFile(withLines).cameras[0]!, 0)).toBe(demo);
    const short = withLines.replace('[[1, 2], [3, 4], [5, 6]],', '[[1, 2]],  # kerb');
    const camera = readSiteFile(short).cameras[0]!;
    expect(removeLinePoint(short, camera, 0, camera.straightLines[0]!.points[0]!)).toBe(demo);
  });
});

test('a key is replaced in place, or added below the others', () => {
  const text = '[[zone]]\nname = "a"  # the first\n\n[[zone]]\nname = "b"\n';
  const [first, second] = readSiteFile(text).zones;
  expect(setKey(text, first!.section, 'name', '"c"')).toBe(
    '[[zone]]\nname = "c"  # the first\n\n[[zone]]\nname = "b"\n',
  );
  expect(setKey(text, second!.section, 'kind', '"stair"')).toBe(
    '[[zone]]\nname = "a"  # the first\n\n[[zone]]\nname = "b"\nkind = "stair"\n',
  );
});

test('a list in one line stays in one line', () => {
  const text = '[[zone]]\nimage = [[1, 2], [3, 4]]\n';
  const { section } = readSiteFile(text).zones[0]!;
  expect(addItem(text, section, 'image', '[5, 6]')).toBe(
    '[[zone]]\nimage = [[1, 2], [3, 4], [5, 6]]\n',
  );
  expect(removeItem(text, section, 'image', 0)).toBe('[[zone]]\nimage = [[3, 4]]\n');
  expect(removeItem(text, section, 'image', 1)).toBe('[[zone]]\nimage = [[1, 2]]\n');
});

test('all forms of text, numbers and dates that TOML has', () => {
  const text =
    'a = "x\\u00e9\\n"\nb = \'c:\\d\'\nc = """\nlong "quoted" text"""\nd = 1_000.5e1\ne = 2099-12-31 # day\nf = true\n"g h".i = { j = [ ] }\n';
  const values = readSiteFile(text).sections[0]!.entries.map(({ key, value }) => [key, value.data]);
  expect(values).toEqual([
    ['a', 'x\u00e9\n'],
    ['b', 'c:\\d'],
    ['c', 'long "quoted" text'],
    ['d', 10005],
    ['e', '2099-12-31'],
    ['f', true],
    [
      'g h.i',
      [{ key: 'j', start: expect.any(Number), value: expect.objectContaining({ data: [] }) }],
    ],
  ]);
});

test('a mistake is told with its line', () => {
  for (const [text, line] of [
    ['a = "x', 1],
    ['a = 1\nb = [1, 2', 2],
    ['a = 1 b = 2', 1],
    ['\n\n= 3', 3],
    ['a = nothing', 1],
  ] as const) {
    try {
      readSiteFile(text);
      expect.unreachable(text);
    } catch (mistake) {
      expect(mistake).toBeInstanceOf(TomlMistake);
      expect((mistake as TomlMistake).line).toBe(line);
    }
  }
});
