// A site file as the editor sees it, and edits of its text that leave all else as it was written.
// SPDX-License-Identifier: Apache-2.0
import { parseToml, type Entry, type Section, type Value } from './toml.ts';

export type Pair = [number, number];
// A pair of numbers and where it stands.
export interface PairAt {
  pair: Pair;
  at: Value;
}
export interface GroundMark {
  image: PairAt;
  metres: PairAt;
}
export interface HeightMark {
  foot: PairAt;
  head: PairAt;
  metres: { height: number; at: Value | null };
}
// Points along one thing that is straight in reality.
export interface StraightLine {
  points: PairAt[];
  at: Value;
}
export interface CameraPart {
  name: string;
  picture: Pair | null;
  groundMarks: GroundMark[];
  heightMarks: HeightMark[];
  straightLines: StraightLine[];
  section: Section;
}
export interface ZonePart {
  name: string;
  kind: string;
  cameras: string[];
  isInMetres: boolean;
  corners: PairAt[];
  section: Section;
}
export interface SiteFile {
  name: string;
  cameras: CameraPart[];
  zones: ZonePart[];
  sections: Section[];
}

const find = (entries: Entry[], key: string): Value | null =>
  entries.find((entry) => entry.key === key)?.value ?? null;
const textOf = (entries: Entry[], key: string): string => {
  const value = find(entries, key);
  return value?.kind === 'text' ? (value.data as string) : '';
};
const itemsOf = (value: Value | null): Value[] =>
  value?.kind === 'list' ? (value.data as Value[]) : [];

function pairOf(value: Value | null): PairAt | null {
  const [x, y] = itemsOf(value);
  if (value === null || x?.kind !== 'number' || y?.kind !== 'number') return null;
  return { pair: [x.data as number, y.data as number], at: value };
}
const pairsOf = (value: Value | null): PairAt[] =>
  itemsOf(value).flatMap((item) => pairOf(item) ?? []);
const tablesOf = (value: Value | null): Entry[][] =>
  itemsOf(value).flatMap((item) => (item.kind === 'table' ? [item.data as Entry[]] : []));

function cameraOf(section: Section): CameraPart {
  const { entries } = section;
  return {
    name: textOf(entries, 'name'),
    section,
    picture: pairOf(find(entries, 'picture'))?.pair ?? null,
    groundMarks: tablesOf(find(entries, 'ground_marks')).flatMap((mark) => {
      const image = pairOf(find(mark, 'image')),
        metres = pairOf(find(mark, 'metres'));
      return image === null || metres === null ? [] : [{ image, metres }];
    }),
    heightMarks: tablesOf(find(entries, 'height_marks')).flatMap((mark) => {
      const foot = pairOf(find(mark, 'foot')),
        head = pairOf(find(mark, 'head')),
        metres = find(mark, 'metres');
      if (foot === null || head === null) return [];
      return [
        {
          foot,
          head,
          metres: {
            height: metres?.kind === 'number' ? (metres.data as number) : 1.75,
            at: metres,
          },
        },
      ];
    }),
    straightLines: itemsOf(find(entries, 'straight_lines')).map((line) => ({
      points: pairsOf(line),
      at: line,
    })),
  };
}

function zoneOf(section: Section): ZonePart {
  const { entries } = section;
  const one = textOf(entries, 'camera');
  const several = itemsOf(find(entries, 'cameras')).map((item) => String(item.data));
  const isInMetres = find(entries, 'metres') !== null;
  return {
    name: textOf(entries, 'name'),
    kind: textOf(entries, 'kind'),
    section,
    isInMetres,
    cameras: several.length > 0 ? several : one === '' ? [] : [one],
    corners: pairsOf(find(entries, isInMetres ? 'metres' : 'image')),
  };
}

// Throws TomlMistake.
export function readSiteFile(text: string): SiteFile {
  const sections = parseToml(text);
  return {
    name: textOf(sections.find((section) => section.name === 'site')?.entries ?? [], 'name'),
    cameras: sections.filter((section) => section.name === 'camera').map(cameraOf),
    zones: sections.filter((section) => section.name === 'zone').map(zoneOf),
    sections,
  };
}

export const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
export const pairText = ([x, y]: Pair, digits: number): string =>
  `[${[x, y].map((value) => String(Number(value.toFixed(digits)))).join(', ')}]`;
export const pairsText = (pairs: Pair[], digits: number): string =>
  `[${pairs.map((pair) => pairText(pair, digits)).join(', ')}]`;

const splice = (text: string, start: number, end: number, put: string): string =>
  text.slice(0, start) + put + text.slice(end);

export const replaceValue = (text: string, at: Value, put: string): string =>
  splice(text, at.start, at.end, put);

// The key's value, in place of the old one or as a new line below the others.
export function setKey(text: string, section: Section, key: string, put: string): string {
  const old = find(section.entries, key);
  if (old !== null) return replaceValue(text, old, put);
  const lineEnd = text.indexOf('\n', section.end);
  const at = lineEnd < 0 ? text.length : lineEnd;
  return splice(text, at, at, `\n${key} = ${put}`);
}

// With its line, and the comment there.
export function removeKey(text: string, section: Section, key: string): string {
  const entry = section.entries.find((each) => each.key === key);
  if (entry === undefined) return text;
  const lineEnd = text.indexOf('\n', entry.value.end);
  const start = text.lastIndexOf('\n', entry.start) + 1;
  return splice(text, start, lineEnd < 0 ? text.length : lineEnd + 1, '');
}

// A new item at the end of the key's list, which is made where there is none.
export function addItem(text: string, section: Section, key: string, put: string): string {
  const list = find(section.entries, key);
  return list === null ? setKey(text, section, key, `[\n  ${put},\n]`) : addToList(text, list, put);
}

// A new item at the end, in a line of its own where the others have one.
export function addToList(text: string, list: Value, put: string): string {
  const items = itemsOf(list);
  const last = items.at(-1);
  const close = list.end - 1;
  if (!text.slice(list.start, list.end).includes('\n')) {
    return splice(text, last?.end ?? close, close, last === undefined ? put : `, ${put}`);
  }
  if (last === undefined) return splice(text, close, close, `  ${put},\n`);
  // Behind the last item's comma and comment; both may be missing.
  const hasComma = /^\s*,/.test(text.slice(last.end, close));
  const withComma = hasComma ? text : splice(text, last.end, last.end, ',');
  const lineEnd = withComma.indexOf('\n', last.end);
  return splice(withComma, lineEnd, lineEnd, `\n  ${put},`);
}

export const removeItem = (text: string, section: Section, key: string, index: number): string =>
  removeFromList(text, find(section.entries, key), index);

// Without the item, its comma, and its comment if it had the line to itself.
export function removeFromList(text: string, list: Value | null, index: number): string {
  const items = itemsOf(list);
  const item = items[index];
  if (item === undefined) return text;
  const comma = /^\s*,/.exec(text.slice(item.end))?.[0].length ?? 0;
  const end = item.end + comma;
  const lineStart = text.lastIndexOf('\n', item.start) + 1;
  const rest = /^[ \t]*(#[^\n]*)?\n/.exec(text.slice(end));
  if (/^\s*$/.test(text.slice(lineStart, item.start)) && rest !== null)
    return splice(text, lineStart, end + rest[0].length, '');
  const before = items[index - 1];
  if (comma === 0 && before !== undefined) return splice(text, before.end, item.end, '');
  return splice(text, item.start, end + (/^ */.exec(text.slice(end))?.[0].length ?? 0), '');
}

// With the key, if it was the last: an empty list is a mistake.
export const removeLine = (text: string, camera: CameraPart, index: number): string =>
  camera.straightLines.length > 1
    ? removeItem(text, camera.section, 'straight_lines', index)
    : removeKey(text, camera.section, 'straight_lines');

// Lines tell the lens, so what the file said of it goes: it may not have both.
export function addLine(text: string, camera: number, points: string): string {
  const sectionIn = (file: string): Section => readSiteFile(file).cameras[camera]!.section;
  const without = removeKey(text, sectionIn(text), 'lens_bend');
  return addItem(without, sectionIn(without), 'straight_lines', points);
}

// With its line, if it was the last.
export function removeLinePoint(
  text: string,
  camera: CameraPart,
  index: number,
  point: PairAt,
): string {
  const { at, points } = camera.straightLines[index]!;
  return points.length > 1
    ? removeFromList(text, at, itemsOf(at).indexOf(point.at))
    : removeLine(text, camera, index);
}

// After the last section of this name, or at the end.
export function addSection(
  text: string,
  sections: Section[],
  name: string,
  lines: string[],
): string {
  const block = [`[[${name}]]`, ...lines].join('\n');
  const last = sections.filter((section) => section.name === name).at(-1);
  if (last === undefined) return `${text.trimEnd()}${text.trim() === '' ? '' : '\n\n'}${block}\n`;
  const lineEnd = text.indexOf('\n', last.end);
  const at = lineEnd < 0 ? text.length : lineEnd;
  return splice(text, at, at, `\n\n${block}`);
}

// With the blank lines before it; comments above it stay.
export function removeSection(text: string, section: Section): string {
  const lineEnd = text.indexOf('\n', section.end);
  const start = text.slice(0, section.start).replace(/\n\s*$/, '\n').length;
  return splice(text, start, lineEnd < 0 ? text.length : lineEnd + 1, '');
}
