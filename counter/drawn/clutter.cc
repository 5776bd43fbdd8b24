// Rods, lumps and boards of any size and colour, turned any way.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/clutter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

Place AnyDirection(Random& random) {
  const float heading = random.Between(0, kTurn);
  const float up = random.Between(-1, 1);
  return Heading(heading) * std::sqrt(1 - up * up) + Place(0, 0, up);
}

Paint AnyPrint(Random& random) {
  Paint paint = AnyPaint(random);
  if (random.Chance(0.5F)) return paint;
  static constexpr std::array kPatterns{Pattern::kLettering, Pattern::kBlocks, Pattern::kPanes,
                                        Pattern::kStripes};
  paint.pattern = random.Pick(kPatterns);
  paint.second = AnyPaint(random).colour;
  paint.size_m = random.LogBetween(0.03F, 0.4F);
  return paint;
}

// A flat board: upright, lying, or as it fell.
Face Board(Random& random, const Place& middle) {
  const float which = random.Uniform();
  const Place along = which < 0.75F ? Heading(random.Between(0, kTurn)) : AnyDirection(random);
  Place across = which < 0.5F    ? Place(0, 0, 1)
                 : which < 0.75F ? Place(-along[1], along[0], 0)
                                 : along.cross(AnyDirection(random));
  across *= 1 / std::max(0.01F, static_cast<float>(cv::norm(across)));
  const Place u = along * (random.LogBetween(0.15F, 2.5F) / 2);
  const Place v = across * (random.LogBetween(0.1F, 1.2F) / 2);
  return {.corners = {middle - u - v, middle + u - v, middle + u + v, middle - u + v},
          .paint = AnyPrint(random)};
}

Bone Rod(Random& random, const Place& middle) {
  const float which = random.Uniform();
  const Place along = which < 0.4F   ? Place(0, 0, 1)
                      : which < 0.7F ? Heading(random.Between(0, kTurn))
                                     : AnyDirection(random);
  const Place half = along * (random.LogBetween(0.2F, 4.0F) / 2);
  const float radius = random.LogBetween(0.01F, 0.12F);
  return {middle - half, middle + half, radius, radius, AnyPrint(random)};
}

// Of the size of a head, a bag or a body.
Bone Lump(Random& random, const Place& middle) {
  const Place half = AnyDirection(random) * random.LogBetween(0.02F, 0.5F);
  return {middle - half, middle + half, random.LogBetween(0.05F, 0.3F),
          random.LogBetween(0.05F, 0.3F), AnyPrint(random)};
}

}  // namespace

void AddClutter(Random& random, int most, const SomePlace& somewhere, Shape& shape) {
  const std::array<float, 3> kinds{random.Uniform(), random.Uniform(), random.Uniform()};
  const int count = random.Whole(0, most);
  const bool hanging = random.Chance(0.3F);
  Place near = somewhere(random);
  for (int i = 0; i < count; ++i) {
    near = random.Chance(0.5F)
               ? near + Heading(random.Between(0, kTurn)) * random.LogBetween(0.1F, 2)
               : somewhere(random);
    const float height = hanging && random.Chance(0.4F)
                             ? random.Between(2.2F, 3.5F)
                             : random.Between(0, 1) * random.Between(0, 2);
    const Place middle = near + Place(0, 0, height);
    switch (random.Weighted(kinds)) {
      case 0:
        shape.faces.push_back(Board(random, middle));
        break;
      case 1:
        shape.bones.push_back(Rod(random, middle));
        break;
      default:
        shape.bones.push_back(Lump(random, middle));
    }
  }
}

}  // namespace throng
