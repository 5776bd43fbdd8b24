// A zone split by which of its cameras see what, and the pieces that become patches.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "counter/base/ids.h"
#include "counter/base/units.h"
#include "counter/site/geometry.h"
#include "counter/site/region.h"
#include "counter/site/site.h"

namespace throng {

// Of a zone or a piece.
inline constexpr std::size_t kFewestCorners = 3;
inline constexpr double kSmallestM2 = 0.01;  // less than a footprint

// At CameraIndex; nothing where a camera has mistakes.
using Cameras = std::vector<std::optional<SiteCamera>>;

// In rising order, each once.
using CameraSet = std::vector<CameraIndex>;

// What exactly these cameras see of a zone, and no other of its cameras does. The parts do not
// overlap; what nobody sees is in none. People are counted by their heads, so a camera sees a place
// if its picture shows all of an adult who stands there; where none does, the first that shows his
// feet does. The only camera of a zone sees all places where it shows feet.
using SeenParts = std::map<CameraSet, Region>;

// All of `seers` are free of mistakes.
SeenParts SplitByCameras(const GroundPolygon& zone, const CameraSet& seers, const Cameras& cameras);

// One piece of a part: a patch to be.
struct Piece {
  CameraSet seers;
  GroundPolygon ground;          // simple
  SquareMetres area;             // at least a footprint
  std::vector<PatchView> views;  // by each of `seers`, the best first, as in Patch
};

// Pieces smaller than a footprint are left out.
std::vector<Piece> PiecesOf(const SeenParts& parts, const Cameras& cameras);

// From now on `piece`, one of PiecesOf(parts), belongs to what `seers` see.
void HandOver(SeenParts& parts, const Piece& piece, const CameraSet& seers);

// Overlaps in which hardly a person has room go to the camera that sees them best: they are not
// worth a place in the tallies of two cameras.
void HandOverSlivers(SeenParts& parts, const Cameras& cameras);

}  // namespace throng
