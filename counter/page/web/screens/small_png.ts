// A screenshot as a PNG of few colours: a page has few, and most of its bytes tell edges of letters.
// SPDX-License-Identifier: Apache-2.0
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface Picture {
  width: number;
  height: number;
  rgb: Buffer;
}

// Undoes what a row has been filtered with, from its left and upper neighbours.
function unfilter(kind: number, row: Buffer, above: Buffer, step: number): void {
  for (let i = 0; i < row.length; i += 1) {
    const a = i < step ? 0 : row[i - step]!,
      b = above[i]!,
      c = i < step ? 0 : above[i - step]!;
    const p = a + b - c;
    const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
    const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    row[i] = row[i]! + [0, a, b, (a + b) >> 1, paeth][kind]!;
  }
}

// Of what a browser writes: 8 bits, not interlaced.
function readPng(png: Buffer): Picture {
  let width = 0,
    height = 0,
    step = 3;
  const packed: Buffer[] = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') {
      [width, height, step] = [data.readUInt32BE(0), data.readUInt32BE(4), data[9] === 6 ? 4 : 3];
    } else if (kind === 'IDAT') packed.push(data);
    at += length + 12;
  }
  const bytes = inflateSync(Buffer.concat(packed));
  const rgb = Buffer.alloc(width * height * 3);
  let above = Buffer.alloc(width * step);
  for (let y = 0; y < height; y += 1) {
    const from = y * (width * step + 1);
    const row = bytes.subarray(from + 1, from + 1 + width * step);
    unfilter(bytes[from]!, row, above, step);
    for (let x = 0; x < width; x += 1) row.copy(rgb, (y * width + x) * 3, x * step, x * step + 3);
    above = row;
  }
  return { width, height, rgb };
}

type Colour = [number, number, number];
interface Counted {
  colour: Colour;
  count: number;
}

const spreadOf = (box: Counted[]): { axis: number; spread: number } => {
  const spreads = [0, 1, 2].map((axis) => {
    const values = box.map(({ colour }) => colour[axis]!);
    return Math.max(...values) - Math.min(...values);
  });
  const spread = Math.max(...spreads);
  return { axis: spreads.indexOf(spread), spread };
};

// Large areas of nearly the same colour are told apart as well as small ones of very different colours.
const weightOf = (box: Counted[]): number =>
  spreadOf(box).spread * Math.sqrt(box.reduce((sum, { count }) => sum + count, 0));

// Median cut; each colour of the result is one that the picture has, so that plain areas stay as they are.
function paletteOf(colours: Counted[], most: number): Colour[] {
  const boxes = [colours];
  while (boxes.length < most) {
    const widest = boxes
      .map((box, at) => ({ at, weight: box.length < 2 ? 0 : weightOf(box) }))
      .reduce((a, b) => (b.weight > a.weight ? b : a));
    if (widest.weight === 0) break;
    const box = boxes[widest.at]!;
    const { axis } = spreadOf(box);
    box.sort((a, b) => a.colour[axis]! - b.colour[axis]!);
    const middle = (box[0]!.colour[axis]! + box.at(-1)!.colour[axis]!) / 2;
    const cut = box.findIndex(({ colour }) => colour[axis]! > middle);
    boxes.splice(widest.at, 1, box.slice(0, cut), box.slice(cut));
  }
  return boxes.map((box) => box.reduce((a, b) => (b.count > a.count ? b : a)).colour);
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

// With at most `colours` colours, of 256.
export function smallPng(png: Buffer, colours: number): Buffer {
  const { width, height, rgb } = readPng(png);
  const counted = new Map<number, Counted>();
  for (let at = 0; at < rgb.length; at += 3) {
    const key = rgb.readUIntBE(at, 3);
    const known = counted.get(key);
    if (known === undefined)
      counted.set(key, { colour: [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!], count: 1 });
    else known.count += 1;
  }
  const palette = paletteOf([...counted.values()], colours);
  const places = new Map<number, number>();
  for (const [key, { colour }] of counted) {
    const off = palette.map((each) => each.reduce((sum, v, i) => sum + (v - colour[i]!) ** 2, 0));
    places.set(key, off.indexOf(Math.min(...off)));
  }
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      rows[y * (width + 1) + 1 + x] = places.get(rgb.readUIntBE((y * width + x) * 3, 3))!;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8); // 8 bits, a palette
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
