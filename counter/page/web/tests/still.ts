// A picture that shows nothing: a grey ramp as an uncompressed BMP, made here.
// SPDX-License-Identifier: Apache-2.0
export function drawnStill(width: number, height: number): Buffer {
  const row = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + row * height);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y += 1)
    bytes.fill(60 + Math.floor((y / height) * 90), 54 + row * y, 54 + row * (y + 1));
  return bytes;
}
