// Floors, roads and lawns, and what is behind them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "counter/drawn/canvas.h"
#include "counter/drawn/random.h"
#include "counter/drawn/surface.h"

namespace throng {

// One kind of ground.
struct Floor {
  Colour colour;
  Colour second;  // of every other tile
  Colour joint_colour;
  float tile_m;      // 0: no tiles
  float tile_ratio;  // length of a tile by its width
  float joint_m;
  float unevenness;  // of brightness, large blotches
  float grain;       // of brightness, fine
  std::uint32_t seed;
  std::optional<Surface> surface = {};  // instead of colour and tiles
};

// Two floors with a border between them, and lines painted on it.
struct Ground {
  Floor here;
  Floor there;
  float heading_rad;     // of tiles and borders
  float border_m;        // `there` begins beyond, along the heading's left
  float border_width_m;  // and ends again; 0: does not end
  float line_m;          // width of the line at the border, 0: none
  Colour line_colour;
  Colour sky_low;
  Colour sky_high;
  float far_m;  // ground fades into the sky's low colour beyond
  float gloss;  // 0..1: how much it mirrors
};

Ground MakeGround(Random& random);

// Fills the canvas with ground and sky. Call first.
void DrawGround(const Ground& ground, Canvas& canvas);

// Darkens the ground where `shapes` keep the light away. Call before any shape is drawn.
void DrawShadows(const std::vector<const Shape*>& shapes, Canvas& canvas);

// Lays the light of windows and the shade of roofs and trees on the ground.
void DrawLightPatches(Random& random, Canvas& canvas);

// Mixes in what the floor mirrors of `shapes`. Call before any shape is drawn.
void DrawReflections(const std::vector<const Shape*>& shapes, float gloss, Canvas& canvas);

}  // namespace throng
