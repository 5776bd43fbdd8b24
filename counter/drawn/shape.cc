// Boxes, and shapes moved to their place.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/shape.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace throng {
namespace {

Place Turned(const Place& place, float heading_rad) {
  const float c = std::cos(heading_rad);
  const float s = std::sin(heading_rad);
  return {c * place[0] - s * place[1], s * place[0] + c * place[1], place[2]};
}

}  // namespace

Place Heading(float heading_rad) { return {std::cos(heading_rad), std::sin(heading_rad), 0}; }

void AddBox(Shape& shape, const Place& middle, cv::Vec3f size_m, float heading_rad,
            const Paint& sides, const Paint& top) {
  const Place along = Heading(heading_rad) * (size_m[0] / 2);
  const Place across = Place(-along[1], along[0], 0) * (size_m[1] / size_m[0]);
  const Place up(0, 0, size_m[2]);
  const std::array<Place, 4> base{middle + along + across, middle - along + across,
                                  middle - along - across, middle + along - across};
  for (std::size_t i = 0; i < base.size(); ++i) {
    const Place& next = base[(i + 1) % base.size()];
    shape.faces.push_back({.corners = {base[i], next, next + up, base[i] + up}, .paint = sides});
  }
  shape.faces.push_back(
      {.corners = {base[0] + up, base[1] + up, base[2] + up, base[3] + up}, .paint = top});
}

void AddMoved(Shape& shape, const Shape& other, float heading_rad, const Place& by) {
  for (Bone bone : other.bones) {
    bone.from = Turned(bone.from, heading_rad) + by;
    bone.to = Turned(bone.to, heading_rad) + by;
    shape.bones.push_back(bone);
  }
  for (Face face : other.faces) {
    for (Place& corner : face.corners) corner = Turned(corner, heading_rad) + by;
    shape.faces.push_back(std::move(face));
  }
}

}  // namespace throng
