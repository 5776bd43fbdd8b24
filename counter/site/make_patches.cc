// Fits what each camera sees of the zones into one tally, and makes patches of it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "counter/site/fullest.h"
#include "counter/site/make_site.h"
#include "counter/site/outline.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kMostPlaces = 4;     // of one camera: what one tally holds
constexpr std::size_t kMostRelieved = 32;  // more is a mistake by itself

std::vector<Piece> PiecesOf(const SeenZone& seen, const Cameras& cameras) {
  if (!seen.drawn) return PiecesOf(seen.parts, cameras);
  const CameraSet& seers = seen.parts.begin()->first;
  return {{seers, seen.zone.outline, seen.zone.area, {{seers.front(), *seen.drawn}}}};
}

bool IsIn(const CameraSet& seers, CameraIndex camera) {
  return std::ranges::find(seers, camera) != seers.end();
}

struct PlacedPiece {
  PlacedZone* zone;
  Piece piece;
};

std::vector<PlacedPiece> PiecesSeenBy(CameraIndex camera, std::vector<PlacedZone>& zones,
                                      const Cameras& cameras) {
  std::vector<PlacedPiece> seen;
  for (PlacedZone& zone : zones) {
    if (!IsIn(zone.seers, camera)) continue;
    for (Piece& piece : PiecesOf(zone.seen, cameras)) {
      if (IsIn(piece.seers, camera)) seen.push_back({&zone, std::move(piece)});
    }
  }
  return seen;
}

// What the pieces take of a tally.
std::size_t PlacesOf(const std::vector<PlacedPiece>& seen) {
  std::size_t places = 0;
  for (const PlacedPiece& placed : seen) places += PlacesInTally(*placed.zone->draft);
  return places;
}

// What to say to a camera that sees a zone with cells.
std::string_view HintOfCells(const std::vector<PlacedPiece>& seen) {
  const bool any = std::ranges::any_of(
      seen, [](const PlacedPiece& placed) { return PlacesInTally(*placed.zone->draft) > 1; });
  return any ? " (one with cell_m2 counts twice)" : "";
}

// Who is left to count a piece when `camera` has too much to tell: the others, unless it sees the
// piece better than any of them.
CameraSet WithoutOverlap(const Piece& piece, CameraIndex camera) {
  if (piece.views.front().camera == camera) return {camera};
  CameraSet others = piece.seers;
  std::erase(others, camera);
  return others;
}

void NoteGivenUp(const PlacedPiece& given, CameraIndex camera, const CameraSet& left,
                 const Cameras& cameras, std::string_view hint,
                 std::vector<Complaint>& complaints) {
  std::vector<std::string_view> names;
  for (const CameraIndex seer : left) names.push_back(cameras[seer.value()]->name);
  AddNote(complaints, given.zone->draft->outline->place,
          Number(given.piece.area.value(), 1) + " m2 of this zone are counted by " +
              QuoteAll(names) + " only, although others see them too: camera " +
              Quote(cameras[camera.value()]->name) + " can count in 4 parts of zones at most" +
              std::string(hint) + "; give it fewer zones to mend that");
}

// Gives up overlaps of `camera`, the smallest first, until it fits, or has none any more.
void Relieve(CameraIndex camera, std::vector<PlacedZone>& zones, const Cameras& cameras,
             const MayGoOn& may_go_on, std::vector<Complaint>& complaints) {
  while (may_go_on()) {
    std::vector<PlacedPiece> seen = PiecesSeenBy(camera, zones, cameras);
    if (PlacesOf(seen) <= kMostPlaces || seen.size() > kMostRelieved) return;
    const std::string_view hint = HintOfCells(seen);
    std::erase_if(seen, [](const PlacedPiece& placed) { return placed.piece.seers.size() < 2; });
    if (seen.empty()) return;
    const PlacedPiece& smallest = *std::ranges::min_element(
        seen, {}, [](const PlacedPiece& placed) { return placed.piece.area.value(); });
    const CameraSet left = WithoutOverlap(smallest.piece, camera);
    HandOver(smallest.zone->seen.parts, smallest.piece, left);
    NoteGivenUp(smallest, camera, left, cameras, hint, complaints);
  }
}

void CheckViews(const std::vector<PlacedPiece>& seen, const DraftCamera& camera,
                std::vector<Complaint>& complaints) {
  const std::size_t places = PlacesOf(seen);
  if (places <= kMostPlaces) return;
  AddMistake(complaints, camera.place,
             "this camera has " + std::to_string(places) +
                 " zones (a zone that the picture cuts into pieces, or another camera's, counts "
                 "as several" +
                 std::string(HintOfCells(seen).empty() ? "" : ", and one with cell_m2 twice") +
                 "), but one camera can have 4; list the camera a second time under another name, "
                 "for the other zones");
}

void CheckCorners(const Piece& piece, const DraftZone& zone, std::vector<Complaint>& complaints) {
  const bool few = std::ranges::all_of(
      piece.views, [](const PatchView& view) { return view.outline.size() <= kMostCorners; });
  if (few) return;
  AddMistake(complaints, zone.outline->place,
             "the outline has too many corners where the picture cuts it; use fewer");
}

}  // namespace

std::vector<Patch> MakePatches(const DraftSite& draft, std::vector<PlacedZone>& zones,
                               const Cameras& cameras, const MayGoOn& may_go_on,
                               std::vector<Complaint>& complaints) {
  for (std::size_t i = 0; i < cameras.size() && may_go_on(); ++i) {
    const CameraIndex camera(static_cast<std::uint16_t>(i));
    Relieve(camera, zones, cameras, may_go_on, complaints);
    CheckViews(PiecesSeenBy(camera, zones, cameras), draft.cameras[i], complaints);
  }
  std::vector<Patch> patches;
  for (const PlacedZone& zone : zones) {
    if (!may_go_on()) break;
    const ZoneIndex index(static_cast<std::uint16_t>(zone.draft - draft.zones.data()));
    for (Piece& piece : PiecesOf(zone.seen, cameras)) {
      CheckCorners(piece, *zone.draft, complaints);
      patches.push_back({index, piece.area, std::move(piece.views)});
    }
  }
  return patches;
}

}  // namespace throng
