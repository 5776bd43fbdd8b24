// How much a lens bends, from lines that are straight in reality.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "counter/base/result.h"
#include "counter/site/geometry.h"

namespace throng {

// Points along a kerb, a rail, the edge of a wall, as the picture shows them; any order.
using ImageLine = std::vector<ImagePoint>;

struct LensFit {
  double bend;             // as of Lens
  double rms_px;           // of the points, from the straight lines that this bend makes of them
  double rms_straight_px;  // the same if the lens were a pinhole
};

// The bend that makes `lines` straightest. Points of a line should span much of the picture, away
// from its middle, through which all lines are straight through any lens. Faults: kTooFewMarks if
// there is no line of 3 different points, kMarksInLine if they leave the bend open by more than
// 0.1, kNoCamera if only a lens that Lens does not know would do.
Result<LensFit> FitLens(ImageSize picture, std::span<const ImageLine> lines);

}  // namespace throng
