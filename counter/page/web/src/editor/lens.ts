// A lens that bends straight lines: from a pinhole's pixels to the picture's, and back. The model is
// in API.md, at `lensBend`.
// SPDX-License-Identifier: Apache-2.0
import type { CheckedCamera } from './check_reply.ts';
import type { Pair } from './site_file.ts';

export type Lens = Pick<CheckedCamera, 'picture' | 'lensBend'>;

const bendPerPx2 = ({ picture: [width, height], lensBend }: Lens): number =>
  (4 * lensBend) / (width * width + height * height);

// As seen from the picture's middle, `times` as far away.
function drawnOut({ picture: [width, height] }: Lens, [u, v]: Pair, times: number): Pair {
  const x = width / 2,
    y = height / 2;
  return [x + (u - x) * times, y + (v - y) * times];
}

const squareFromMiddle = ({ picture: [width, height] }: Lens, [u, v]: Pair): number =>
  (u - width / 2) ** 2 + (v - height / 2) ** 2;

// Where a pinhole would show what appears at `seen`, which lies in the picture.
export const straightOf = (lens: Lens, seen: Pair): Pair =>
  drawnOut(lens, seen, 1 / (1 + bendPerPx2(lens) * squareFromMiddle(lens, seen)));

// Where something appears that a pinhole would show at `straight`. Null where the lens cannot show it.
export function seenOf(lens: Lens, straight: Pair): Pair | null {
  const underRoot = 1 - 4 * bendPerPx2(lens) * squareFromMiddle(lens, straight);
  return underRoot > 0 ? drawnOut(lens, straight, 2 / (1 + Math.sqrt(underRoot))) : null;
}
