// How one person carries himself and wears his clothes, beyond posture and colours.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

enum class Arms : std::uint8_t { kAsTheyHang, kAtAPhone, kInPockets };
enum class Front : std::uint8_t { kPlain, kOpenJacket, kPrint, kYoke };
enum class Neck : std::uint8_t { kBare, kScarf, kHoodDown, kHoodUp };

// The default is upright and plain.
struct Manner {
  float bent_rad = 0;  // of the head, forwards, as of who looks at a phone
  Arms arms = Arms::kAsTheyHang;
  Neck neck = Neck::kBare;
  float thigh_width = 1;  // times what a leg in narrow trousers has
  float ankle_width = 1;
  float sleeve_width = 1;
  float hair_width = 1;
  Front front = Front::kPlain;
  bool collar = false;   // shows at the neck
  bool hem = false;      // shows below the top
  bool strap = false;    // of a bag, across the chest
  bool sleeves = false;  // are of the other cloth
  bool covered_mouth = false;
  Paint other{};  // of what shows of other clothes
  Paint belt{};   // of a strap
  Paint cover{};  // of a mask or a beard
  Paint phone{};
};

// `in_winter` sleeves are wider.
Manner MakeManner(Random& random, bool in_winter);

}  // namespace throng
