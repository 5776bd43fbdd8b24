// A zone's outline on the ground and in its camera's picture, and what is wrong with it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "counter/site/make_site.h"
#include "counter/site/polygon.h"
#include "counter/site/region.h"
#include "counter/site/visible.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kFewestCorners = 3;
constexpr std::size_t kMostCorners = 64;  // as in door/brief.h
constexpr double kSmallestM2 = 0.01;      // less than a footprint
constexpr double kWholeCoverage = 0.995;  // from here on no note is made
constexpr double kMostPersons = 1e6;
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

// Where a zone is: on the ground, and the pieces of it that the picture shows.
struct Mapped {
  GroundPolygon outline;
  std::vector<SeenZone::Piece> pieces;
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

// An outline in pixels: what the camera sees is what was drawn.
std::optional<Mapped> MapToGround(const Written<DraftOutline>& outline, const Camera& camera,
                                  std::vector<Complaint>& complaints) {
  Mapped mapped;
  ImagePolygon drawn;
  for (const Written<DraftCorner>& corner : outline.value.corners) {
    drawn.push_back({corner.value.x, corner.value.y});
    const auto ground = MapCorner(corner, drawn.size(), camera, complaints);
    if (ground) mapped.outline.push_back(*ground);
  }
  if (mapped.outline.size() < drawn.size()) return std::nullopt;
  const SquareMetres area = AreaOf(mapped.outline);
  if (!CheckArea(area, outline.place, complaints)) return std::nullopt;
  mapped.pieces.push_back({std::move(drawn), area});
  return mapped;
}

// A piece of ground that lies in the picture, but for rounding.
ImagePolygon ToImage(const GroundPolygon& piece, const Camera& camera) {
  const ImageSize picture = camera.pose().picture;
  ImagePolygon outline;
  for (const GroundPoint& corner : piece) {
    const Result<ImagePoint> seen = camera.ImageFromGround(corner);
    if (!seen) continue;  // by rounding: visible ground lies before the camera
    outline.push_back({std::clamp(seen->x_px, 0.0, static_cast<double>(picture.width_px)),
                       std::clamp(seen->y_px, 0.0, static_cast<double>(picture.height_px))});
  }
  return outline;
}

// An outline in metres: the camera may see only a part of it.
std::optional<Mapped> MapToImage(const Written<DraftOutline>& outline, const Camera& camera,
                                 std::vector<Complaint>& complaints) {
  Mapped mapped;
  for (const Written<DraftCorner>& corner : outline.value.corners) {
    mapped.outline.push_back({corner.value.x, corner.value.y});
  }
  const SquareMetres whole = AreaOf(mapped.outline);
  if (!CheckArea(whole, outline.place, complaints)) return std::nullopt;
  SquareMetres unseen = whole;
  const Region seen = Common(RegionOf(mapped.outline), RegionOf(VisibleGround(camera)));
  for (const GroundPolygon& piece : PiecesOf(seen)) {
    const SquareMetres area = std::min(AreaOf(piece), unseen);
    ImagePolygon in_image = ToImage(piece, camera);
    if (area.value() < kSmallestM2 || in_image.size() < kFewestCorners) continue;
    if (in_image.size() > kMostCorners) {
      AddMistake(complaints, outline.place,
                 "the outline has too many corners where the picture cuts it; use fewer");
      return std::nullopt;
    }
    unseen = unseen - area;
    mapped.pieces.push_back({std::move(in_image), area});
  }
  if (mapped.pieces.empty()) {
    AddMistake(complaints, outline.place,
               "the camera sees nothing of this zone; check the metres, or name the camera that "
               "sees it");
    return std::nullopt;
  }
  const double coverage = 1 - unseen / whole;
  if (coverage < kWholeCoverage) {
    AddNote(complaints, outline.place,
            "the camera sees only " + Number(100 * coverage, 0) +
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

std::optional<Persons> ReadCapacity(const Written<double>& capacity,
                                    std::vector<Complaint>& complaints) {
  const double persons = capacity.value;
  if (persons >= 1 && persons <= kMostPersons && persons == std::floor(persons)) {
    return Persons(persons);
  }
  AddMistake(complaints, capacity.place,
             "the capacity must be a whole number of persons, 1 to 1000000; leave the line out if "
             "it is not known");
  return std::nullopt;
}

}  // namespace

std::optional<SeenZone> MakeZone(const DraftZone& draft, const SiteCamera* camera,
                                 std::vector<Complaint>& complaints) {
  const std::optional<ZoneKind> kind =
      draft.kind ? ReadKind(*draft.kind, complaints) : std::nullopt;
  const std::optional<Persons> capacity =
      draft.capacity ? ReadCapacity(*draft.capacity, complaints) : std::nullopt;
  if (!draft.outline || !CheckShape(*draft.outline, complaints)) return std::nullopt;
  if (camera == nullptr) return std::nullopt;

  const Camera& pinhole = camera->calibration.camera;
  std::optional<Mapped> mapped = draft.outline->value.in_image
                                     ? MapToGround(*draft.outline, pinhole, complaints)
                                     : MapToImage(*draft.outline, pinhole, complaints);
  if (!mapped) return std::nullopt;
  const SquareMetres area = AreaOf(mapped->outline);
  // Without name or kind there will be no site; overlaps are checked all the same.
  return SeenZone{{draft.name ? draft.name->value : "", kind.value_or(ZoneKind::kWalkway),
                   std::move(mapped->outline), area, capacity},
                  std::move(mapped->pieces)};
}

}  // namespace throng
