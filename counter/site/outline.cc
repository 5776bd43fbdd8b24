// Follows each side closely where the lens bows it, then leaves out what hardly matters.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/outline.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace throng {
namespace {

constexpr double kNearPx = 0.5;
constexpr int kPartsOfASide = 16;

// Distance of `point` from the line through `from` and `to`; from them, if they are one.
double OffPx(ImagePoint point, ImagePoint from, ImagePoint to) {
  const double dx = to.x_px - from.x_px;
  const double dy = to.y_px - from.y_px;
  const double length = std::hypot(dx, dy);
  if (length < kNearPx) return std::hypot(point.x_px - from.x_px, point.y_px - from.y_px);
  return std::abs(dx * (point.y_px - from.y_px) - dy * (point.x_px - from.x_px)) / length;
}

// Ramer, Douglas and Peucker's: adds the first of `line` and what of the rest, but for the last,
// lies farther than `near_px` from the lines between those that are added.
void AddSimplified(std::span<const ImagePoint> line, double near_px, ImagePolygon& outline) {
  std::size_t farthest = 0;
  double most_px = near_px;
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const double off_px = OffPx(line[i], line.front(), line.back());
    if (off_px <= most_px) continue;
    most_px = off_px;
    farthest = i;
  }
  if (farthest == 0) {
    outline.push_back(line.front());
    return;
  }
  AddSimplified(line.first(farthest + 1), near_px, outline);
  AddSimplified(line.subspan(farthest), near_px, outline);
}

// Not convex, so it has no two corners that surely stay: it is cut at the first and the farthest
// from it.
ImagePolygon Simplified(const ImagePolygon& ring, double near_px) {
  const auto from_first = [&ring](const ImagePoint& point) {
    return std::hypot(point.x_px - ring.front().x_px, point.y_px - ring.front().y_px);
  };
  const auto farthest =
      static_cast<std::size_t>(std::ranges::max_element(ring, {}, from_first) - ring.begin());
  ImagePolygon closed = ring;
  closed.push_back(ring.front());
  ImagePolygon simple;
  AddSimplified(std::span(closed).first(farthest + 1), near_px, simple);
  AddSimplified(std::span(closed).subspan(farthest), near_px, simple);
  return simple;
}

}  // namespace

ImagePolygon OutlineOf(const GroundPolygon& piece, const Camera& camera) {
  const ImageSize picture = camera.pose().picture;
  const int parts = camera.pose().lens_bend == 0 ? 1 : kPartsOfASide;
  ImagePolygon outline;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const GroundPoint& from = piece[i];
    const GroundPoint& to = piece[(i + 1) % piece.size()];
    for (int part = 0; part < parts; ++part) {
      const double share = static_cast<double>(part) / parts;
      const Result<ImagePoint> seen = camera.ImageFromGround(
          {from.x_m + share * (to.x_m - from.x_m), from.y_m + share * (to.y_m - from.y_m)});
      if (!seen) continue;  // by rounding: visible ground lies before the camera
      outline.push_back({std::clamp(seen->x_px, 0.0, static_cast<double>(picture.width_px)),
                         std::clamp(seen->y_px, 0.0, static_cast<double>(picture.height_px))});
    }
  }
  if (parts == 1 || outline.empty()) return outline;
  double near_px = kNearPx;
  ImagePolygon simple = Simplified(outline, near_px);
  while (simple.size() > kMostCorners) {
    near_px *= 1.25;
    simple = Simplified(outline, near_px);
  }
  return simple;
}

}  // namespace throng
