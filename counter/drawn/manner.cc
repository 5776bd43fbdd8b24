// How often people look at phones, have their hands in their pockets and their jackets open.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/manner.h"

#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

// Platforms are full of people who look down: cameras above see hair and no face.
void BendHead(Random& random, Manner& manner) {
  const float which = random.Uniform();
  if (which < 0.22F) {
    manner.bent_rad = random.Between(0.4F, 1.0F);
    manner.arms = Arms::kAtAPhone;
  } else if (which < 0.36F) {
    manner.bent_rad = random.Between(0.2F, 0.9F);
  }
  if (manner.arms == Arms::kAsTheyHang && random.Chance(0.15F)) manner.arms = Arms::kInPockets;
  const float screen = random.Chance(0.5F) ? random.Between(0.4F, 1.0F) : 0.05F;
  manner.phone = {.colour = {screen, screen, screen * random.Between(0.7F, 1.0F)}};
}

// Few wear one colour from the neck to the hips.
void ChooseOtherClothes(Random& random, Manner& manner) {
  const float front = random.Uniform();
  if (front < 0.4F) {
    manner.front = Front::kOpenJacket;
  } else if (front < 0.55F) {
    manner.front = Front::kPrint;
  } else if (front < 0.67F) {
    manner.front = Front::kYoke;
  }
  manner.collar = random.Chance(0.45F);
  manner.hem = random.Chance(0.4F);
  manner.strap = random.Chance(0.35F);
  manner.sleeves = random.Chance(0.2F);
  manner.other = AnyPaint(random);
  if (random.Chance(0.5F)) manner.other.colour = Colour(0.85F, 0.85F, 0.85F);  // a white shirt
  manner.belt = AnyPaint(random);
}

Paint CoverOfAMouth(Random& random) {
  const float which = random.Uniform();
  if (which < 0.3F) return {.colour = {0.9F, 0.9F, 0.88F}};
  if (which < 0.55F) return {.colour = {0.85F, 0.7F, 0.5F}};
  return {.colour = Colour(0.04F, 0.05F, 0.07F) * random.Between(0.6F, 3.0F)};  // black, or a beard
}

}  // namespace

Manner MakeManner(Random& random, bool in_winter) {
  Manner manner;
  BendHead(random, manner);
  const float neck = random.Uniform();
  if (neck < 0.05F) manner.neck = Neck::kHoodUp;
  if (neck > 0.78F) manner.neck = neck < 0.9F ? Neck::kHoodDown : Neck::kScarf;
  manner.thigh_width = random.LogBetween(0.92F, 1.2F);
  manner.ankle_width = random.LogBetween(1.0F, 1.8F);
  manner.sleeve_width = random.LogBetween(1.0F, in_winter ? 1.5F : 1.2F);
  manner.hair_width = random.LogBetween(0.95F, 1.3F);
  ChooseOtherClothes(random, manner);
  manner.covered_mouth = random.Chance(0.15F);
  manner.cover = CoverOfAMouth(random);
  return manner;
}

}  // namespace throng
