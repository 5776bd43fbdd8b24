// What is drawn: bones (round, tapered) and faces (flat), in metres of the site, with their paint.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace throng {

// Site metres: x, y on the ground, z up.
using Place = cv::Vec3f;

// Blue, green, red; 0..1 of the light that falls on it.
using Colour = cv::Vec3f;

class Surface;

inline constexpr float kTurn = 6.2831853F;  // once around, in radians

enum class Pattern : std::uint8_t {
  kPlain,      // small variation of brightness only
  kStripes,    // across the long way
  kBlocks,     // squares of two colours
  kPanes,      // squares of the second colour in a frame of the first
  kLettering,  // rows of short dashes
  kGoods       // things of all colours on shelves
};

struct Paint {
  Colour colour;
  Colour second{0, 0, 0};
  Pattern pattern = Pattern::kPlain;
  float size_m = 0.1F;     // of a stripe or block
  float roughness = 0.1F;  // 0..1: how much brightness varies
  float shine = 0.0F;      // 0..1: a highlight towards the light
  std::uint32_t seed = 0;
  const Surface* surface = nullptr;  // a picture on it, which outlives the paint
  float surface_share = 0;           // 0..1: how much of the picture shows
};

// A ball that grows or shrinks on its way from one end to the other. Radii > 0.
struct Bone {
  Place from;
  Place to;
  float from_radius_m;
  float to_radius_m;
  Paint paint;
};

// A convex flat polygon; seen from both sides.
struct Face {
  std::vector<Place> corners;
  Paint paint;
};

struct Shape {
  std::vector<Bone> bones;
  std::vector<Face> faces;
};

// A box that stands on (or above) the ground: `middle` of its base, sizes along its own axes,
// turned by `heading_rad` from x. The top has its own paint.
void AddBox(Shape& shape, const Place& middle, cv::Vec3f size_m, float heading_rad,
            const Paint& sides, const Paint& top);

// Adds `other`, moved by `by` after a turn by `heading_rad` around the site's origin.
void AddMoved(Shape& shape, const Shape& other, float heading_rad, const Place& by);

// A unit vector on the ground.
Place Heading(float heading_rad);

}  // namespace throng
