// A zone's outline on the ground, who sees what of it, and what is wrong with it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "counter/site/capacity.h"
#include "counter/site/fullest.h"
#include "counter/site/make_site.h"
#include "counter/site/outline.h"
#include "counter/site/polygon.h"
#include "counter/site/region.h"
#include "counter/site/split.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr double kWholeCoverage = 0.995;  // from here on no note is made
constexpr std::array<ZoneKind, 3> kKinds{ZoneKind::kWalkway, ZoneKind::kQueue, ZoneKind::kStair};

std::string EdgeText(std::size_t edge, std::size_t corners) {
  return "the edge from corner " + std::to_string(edge + 1) + " to corner " +
         std::to_string((edge + 1) % corners + 1);
}

bool AllInLine(const GroundPolygon& polygon) {
  const GroundPoint& a = polygon.front();
  const auto reach = [&a](const GroundPoint& b) {
    return std::hypot(b.x_m - a.x_m, b.y_m - a.y_m);
  };
  const GroundPoint b =
      *std::max_element(polygon.begin(), polygon.end(),
                        [&](const auto& p, const auto& q) { return reach(p) < reach(q); });
  return std::all_of(polygon.begin(), polygon.end(), [&](const GroundPoint& c) {
    return AreaOf({a, b, c}).value() <= 1e-9 * reach(b) * reach(b);
  });
}

// Mistakes that a shape has in pixels just as in metres. `outline` may be in either.
bool CheckShape(const Written<DraftOutline>& outline, std::vector<Complaint>& complaints) {
  const std::vector<Written<DraftCorner>>& corners = outline.value.corners;
  const std::size_t count = corners.size();
  if (count < kFewestCorners || count > kMostCorners) {
    AddMistake(complaints, outline.place,
               "the outline has " + std::to_string(count) + " corners; give 3 to 64");
    return false;
  }
  GroundPolygon shape;
  for (const Written<DraftCorner>& corner : corners) {
    shape.push_back({corner.value.x, corner.value.y});
  }
  if (shape.front() == shape.back()) {
    AddMistake(complaints, corners.back().place,
               "the last corner repeats the first; delete it, the outline closes by itself");
    return false;
  }
  if (AllInLine(shape)) {
    AddMistake(complaints, outline.place,
               "the corners lie on one line, so the zone has no area; move one aside");
    return false;
  }
  if (const auto crossing = FindCrossing(shape)) {
    AddMistake(complaints, outline.place,
               "the outline crosses or touches itself: " + EdgeText(crossing->first, count) +
                   " meets " + EdgeText(crossing->second, count) +
                   "; list the corners in the order in which one walks around the zone");
    return false;
  }
  return true;
}

// Where a zone is.
struct Mapped {
  GroundPolygon outline;
  std::optional<ImagePolygon> drawn;
  SeenParts parts;
};

bool CheckArea(SquareMetres area, const Place& place, std::vector<Complaint>& complaints) {
  if (area.value() >= kSmallestM2) return true;
  AddMistake(complaints, place,
             "the zone is smaller than a footprint; check its corners and the calibration");
  return false;
}

// One corner of an outline in pixels.
std::optional<GroundPoint> MapCorner(const Written<DraftCorner>& corner, std::size_t number,
                                     const Camera& camera, std::vector<Complaint>& complaints) {
  const ImageSize picture = camera.pose().picture;
  const auto& [x, y] = corner.value;
  const std::string name =
      "corner " + std::to_string(number) + " (" + Number(x, 1) + ", " + Number(y, 1) + ")";
  if (x < 0 || y < 0 || x > picture.width_px || y > picture.height_px) {
    AddMistake(complaints, corner.place,
               name + " lies outside the picture, which is " + std::to_string(picture.width_px) +
                   " wide and " + std::to_string(picture.height_px) + " high; move it inside");
    return std::nullopt;
  }
  const Result<GroundPoint> ground = camera.GroundFromImage({x, y});
  if (ground) return *ground;
  AddMistake(complaints, corner.place,
             name +
                 " lies at or above the horizon, where the picture shows no ground; move it "
                 "down, to where people can stand");
  return std::nullopt;
}

// An outline in pixels: what the camera sees is what was drawn, with sides that are straight on the
// ground, as a kerb is that a lens bows in the picture.
std::optional<Mapped> MapToGround(const Written<DraftOutline>& outline, const CameraSet& seers,
                                  const Cameras& cameras, std::vector<Complaint>& complaints) {
  if (seers.size() > 1) {
    AddMistake(complaints, outline.place,
               "corners in pixels belong to one camera's picture, but the zone has several "
               "cameras; give its corners on the ground: metres = [[X, Y], ...]");
    return std::nullopt;
  }
  const Camera& camera = cameras[seers.front().value()]->calibration.camera;
  Mapped mapped;
  std::size_t number = 0;
  for (const Written<DraftCorner>& corner : outline.value.corners) {
    const auto ground = MapCorner(corner, ++number, camera, complaints);
    if (ground) mapped.outline.push_back(*ground);
  }
  if (mapped.outline.size() < number) return std::nullopt;
  if (!CheckArea(AreaOf(mapped.outline), outline.place, complaints)) return std::nullopt;
  mapped.parts[seers] = RegionOf(mapped.outline);
  mapped.drawn = OutlineOf(mapped.outline, camera);
  return mapped;
}

std::string_view NameOf(const Cameras& cameras, CameraIndex camera) {
  return cameras[camera.value()]->name;
}

// False, with a mistake for each, if one of `seers` sees nothing: then its metres are not those of
// the others, or it is none of this zone's cameras.
bool CheckSeers(const SeenParts& parts, const CameraSet& seers, const Cameras& cameras,
                const Place& place, std::vector<Complaint>& complaints) {
  bool all_see = true;
  for (const CameraIndex seer : seers) {
    const bool sees = std::ranges::any_of(PiecesOf(parts, cameras), [seer](const Piece& piece) {
      return std::ranges::find(piece.seers, seer) != piece.seers.end();
    });
    if (sees) continue;
    all_see = false;
    AddMistake(complaints, place,
               seers.size() == 1
                   ? "the camera sees nothing of this zone; check the metres, or name the camera "
                     "that sees it"
                   : "camera " + Quote(NameOf(cameras, seer)) +
                         " sees nothing of this zone; check the zone's metres, and that the "
                         "camera is calibrated in the same ones, or take it out of the list");
  }
  return all_see;
}

// An outline in metres: each camera may see only a part of it.
std::optional<Mapped> MapToImages(const Written<DraftOutline>& outline, const CameraSet& seers,
                                  const Cameras& cameras, std::vector<Complaint>& complaints) {
  Mapped mapped;
  for (const Written<DraftCorner>& corner : outline.value.corners) {
    mapped.outline.push_back({corner.value.x, corner.value.y});
  }
  const SquareMetres whole = AreaOf(mapped.outline);
  if (!CheckArea(whole, outline.place, complaints)) return std::nullopt;
  mapped.parts = SplitByCameras(mapped.outline, seers, cameras);
  if (!CheckSeers(mapped.parts, seers, cameras, outline.place, complaints)) return std::nullopt;
  HandOverSlivers(mapped.parts, cameras);
  SquareMetres seen(0);
  for (const Piece& piece : PiecesOf(mapped.parts, cameras)) seen += piece.area;
  const double coverage = seen / whole;
  if (coverage < kWholeCoverage) {
    AddNote(complaints, outline.place,
            std::string(seers.size() == 1 ? "the camera sees" : "the cameras together see") +
                " only " + Number(100 * coverage, 0) +
                " % of this zone; people in the rest are not counted");
  }
  return mapped;
}

std::optional<ZoneKind> ReadKind(const Written<std::string>& kind,
                                 std::vector<Complaint>& complaints) {
  for (const ZoneKind known : kKinds) {
    if (kind.value == NameOf(known)) return known;
  }
  AddMistake(
      complaints, kind.place,
      "the kind " + Quote(kind.value) + " is unknown; write \"walkway\", \"queue\" or \"stair\"");
  return std::nullopt;
}

// What furniture leaves of `area`.
SquareMetres FreeAreaOf(const DraftZone& draft, SquareMetres area,
                        std::vector<Complaint>& complaints) {
  if (!draft.obstructed_m2) return area;
  const SquareMetres free = area - SquareMetres(draft.obstructed_m2->value);
  if (free.value() >= kSmallestM2) return free;
  AddMistake(complaints, draft.obstructed_m2->place,
             "nothing is left of the zone, which has " + Number(area.value(), 1) +
                 " m2; say how much of it nobody can stand on");
  return area;
}

}  // namespace

std::optional<SeenZone> MakeZone(const DraftZone& draft, const CameraSet& seers,
                                 const Cameras& cameras, std::vector<Complaint>& complaints) {
  const std::optional<ZoneKind> kind =
      draft.kind ? ReadKind(*draft.kind, complaints) : std::nullopt;
  if (!draft.outline || !CheckShape(*draft.outline, complaints)) return std::nullopt;
  if (seers.empty()) return std::nullopt;

  std::optional<Mapped> mapped = draft.outline->value.in_image
                                     ? MapToGround(*draft.outline, seers, cameras, complaints)
                                     : MapToImages(*draft.outline, seers, cameras, complaints);
  if (!mapped) return std::nullopt;
  const SquareMetres area = AreaOf(mapped->outline);
  const SquareMetres free = FreeAreaOf(draft, area, complaints);
  CheckRoomForCells(draft, area, complaints);
  std::optional<Capacity> capacity;
  if (draft.capacity) capacity = MakeCapacity(*draft.capacity, free, complaints);
  // Without name or kind there will be no site; overlaps are checked all the same.
  return SeenZone{
      {draft.name ? draft.name->value : "", kind.value_or(ZoneKind::kWalkway),
       std::move(mapped->outline), area, free,
       capacity ? std::optional(capacity->persons) : std::nullopt, capacity ? capacity->rule : ""},
      std::move(mapped->drawn),
      std::move(mapped->parts)};
}

}  // namespace throng
