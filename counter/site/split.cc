// Each camera's view cuts what the cameras before it left into seen and unseen.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/split.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include "counter/site/outline.h"
#include "counter/site/polygon.h"
#include "counter/site/visible.h"

namespace throng {
namespace {

constexpr double kSliverM2 = 0.5;

const Camera& CameraOf(const Cameras& cameras, CameraIndex index) {
  return cameras[index.value()]->calibration.camera;
}

// Nothing if some view of it is no polygon.
std::optional<Piece> MakePiece(const CameraSet& seers, GroundPolygon ground,
                               const Cameras& cameras) {
  Piece piece{.seers = seers, .ground = std::move(ground), .area = SquareMetres(0), .views = {}};
  piece.area = AreaOf(piece.ground);
  if (piece.area.value() < kSmallestM2) return std::nullopt;
  for (const CameraIndex seer : seers) {
    piece.views.push_back({seer, OutlineOf(piece.ground, CameraOf(cameras, seer))});
    if (piece.views.back().outline.size() < kFewestCorners) return std::nullopt;
  }
  std::ranges::stable_sort(piece.views, std::ranges::greater(),
                           [](const PatchView& view) { return AreaPx2Of(view.outline); });
  return piece;
}

// Where no picture shows all of a person: to the first that shows the feet. Not in snippets, each
// of which would take a place in a tally.
void AddFeet(SeenParts& parts, Region rest, const CameraSet& seers, const Cameras& cameras) {
  for (const CameraIndex seer : seers) {
    const Region view = RegionOf(VisibleGround(CameraOf(cameras, seer)));
    for (const GroundPolygon& piece : PiecesOf(Common(rest, view))) {
      if (AreaOf(piece).value() < kSliverM2) continue;
      parts[{seer}] = Together(parts[{seer}], RegionOf(piece));
    }
    rest = Without(rest, view);
  }
}

}  // namespace

SeenParts SplitByCameras(const GroundPolygon& zone, const CameraSet& seers,
                         const Cameras& cameras) {
  if (seers.size() == 1) {
    return {{seers, Common(RegionOf(zone), RegionOf(VisibleGround(CameraOf(cameras, seers[0]))))}};
  }
  SeenParts parts{{{}, RegionOf(zone)}};
  for (const CameraIndex seer : seers) {
    const Camera& camera = CameraOf(cameras, seer);
    const Region view =
        Common(RegionOf(VisibleGround(camera)), RegionOf(VisibleGround(camera, kPersonHeight)));
    SeenParts cut;
    for (const auto& [before, part] : parts) {
      CameraSet and_seer = before;
      and_seer.push_back(seer);
      cut[before] = Without(part, view);
      cut[and_seer] = Common(part, view);
    }
    parts = std::move(cut);
  }
  const auto unseen = parts.extract(CameraSet{});
  AddFeet(parts, unseen.mapped(), seers, cameras);
  return parts;
}

std::vector<Piece> PiecesOf(const SeenParts& parts, const Cameras& cameras) {
  std::vector<Piece> pieces;
  for (const auto& [seers, part] : parts) {
    for (GroundPolygon& ground : PiecesOf(part)) {
      std::optional<Piece> piece = MakePiece(seers, std::move(ground), cameras);
      if (piece) pieces.push_back(*std::move(piece));
    }
  }
  return pieces;
}

void HandOver(SeenParts& parts, const Piece& piece, const CameraSet& seers) {
  const Region ground = RegionOf(piece.ground);
  Region& from = parts.at(piece.seers);
  from = Without(from, ground);
  Region& to = parts[seers];
  to = Together(to, ground);
}

void HandOverSlivers(SeenParts& parts, const Cameras& cameras) {
  for (const Piece& piece : PiecesOf(parts, cameras)) {
    if (piece.seers.size() < 2 || piece.area.value() >= kSliverM2) continue;
    HandOver(parts, piece, {piece.views.front().camera});
  }
}

}  // namespace throng
