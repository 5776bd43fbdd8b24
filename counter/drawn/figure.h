// One drawn person: body, clothes, posture, and what is carried.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

enum class Posture : std::uint8_t { kStanding, kWalking, kSeated, kCrouching };

// How likely things are; a scene picks its own, so that scenes differ.
struct Fashion {
  float dark_clothes = 0.5F;
  float coats = 0.3F;
  float skirts = 0.15F;
  float hats = 0.1F;
  float headscarves = 0.06F;
  float umbrellas = 0.0F;
  float bags = 0.5F;
  float children = 0.08F;
  float bright_vests = 0.02F;
  float dark_hair = 0.62F;
  float least_light = 0;  // of skin: 0 the darkest, 1 the lightest
  float most_light = 1;
};

// Stands at the site's origin and looks along x.
struct Figure {
  Shape head;
  Shape body;  // all the rest, and what it carries or pushes
  Place head_middle;
  float height_m;  // if it stood upright, without hat
};

// `swing` says where in his step somebody is who walks: 1 and -1 are its ends, near 0 the legs pass
// each other; it is not 0. With the same numbers by chance he looks the same in each step.
Figure MakeFigure(Random& random, Posture posture, const Fashion& fashion, float swing = 1);

// A figure of one material, or in clothes but without a face: shop windows and squares have them.
Figure MakeMannequin(Random& random);

}  // namespace throng
