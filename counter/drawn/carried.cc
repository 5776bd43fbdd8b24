// Bags, wheels and umbrellas, from boxes, bones and cones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/carried.h"

#include <algorithm>
#include <cmath>

namespace throng {
namespace {

constexpr float kPi = 3.14159265F;

void AddWheel(Shape& shape, const Place& middle, float radius_m, const Paint& paint) {
  constexpr int kParts = 10;
  Place last = middle + Place(radius_m, 0, 0);
  for (int i = 1; i <= kParts; ++i) {
    const float angle = 2 * kPi * static_cast<float>(i) / kParts;
    const Place next = middle + Place(radius_m * std::cos(angle), 0, radius_m * std::sin(angle));
    shape.bones.push_back({last, next, 0.02F, 0.02F, paint});
    last = next;
  }
}

void AddPram(Random& random, Shape& shape, const Wardrobe& wardrobe) {
  const float ahead = random.Between(0.6F, 0.75F);
  const Paint metal{.colour = {0.3F, 0.3F, 0.3F}};
  AddBox(shape, {ahead, 0, 0.45F}, {0.75F, 0.4F, 0.3F}, 0, wardrobe.extra, wardrobe.extra);
  shape.bones.push_back(
      {{ahead + 0.2F, -0.15F, 0.8F}, {ahead + 0.2F, 0.15F, 0.8F}, 0.22F, 0.22F, wardrobe.extra});
  shape.bones.push_back({{ahead - 0.35F, 0, 0.6F}, {0.25F, 0, 1.0F}, 0.02F, 0.02F, metal});
  for (const float y : {-0.22F, 0.22F}) {
    AddWheel(shape, {ahead - 0.25F, y, 0.13F}, 0.12F, metal);
    AddWheel(shape, {ahead + 0.3F, y, 0.1F}, 0.09F, metal);
  }
}

void AddWheelchair(Shape& shape, const Hooks& hooks, const Wardrobe& wardrobe) {
  const Paint metal{.colour = {0.15F, 0.15F, 0.15F}};
  AddBox(shape, {0.1F, 0, hooks.hip[2] - 0.15F}, {0.45F, 0.45F, 0.06F}, 0, metal, wardrobe.extra);
  AddBox(shape, {-0.17F, 0, hooks.hip[2] - 0.1F}, {0.05F, 0.45F, 0.5F}, 0, wardrobe.extra,
         wardrobe.extra);
  for (const float y : {-0.27F, 0.27F}) AddWheel(shape, {0, y, 0.3F}, 0.29F, metal);
}

void AddChair(Random& random, Shape& shape, const Hooks& hooks) {
  const Paint paint = AnyPaint(random);
  AddBox(shape, {0.05F, 0, hooks.hip[2] - 0.14F}, {0.45F, 0.45F, 0.05F}, 0, paint, paint);
  AddBox(shape, {-0.18F, 0, hooks.hip[2] - 0.1F}, {0.05F, 0.45F, 0.45F}, 0, paint, paint);
  for (const float x : {-0.15F, 0.25F}) {
    for (const float y : {-0.2F, 0.2F}) {
      shape.bones.push_back({{x, y, 0}, {x, y, hooks.hip[2] - 0.14F}, 0.02F, 0.02F, paint});
    }
  }
}

void AddBag(Random& random, Shape& shape, const Hooks& hooks, const Wardrobe& wardrobe) {
  const float which = random.Uniform();
  const Paint& paint = random.Chance(0.5F) ? wardrobe.extra : wardrobe.shoes;
  if (which < 0.4F) {  // backpack
    const float size = random.Between(0.7F, 1.15F);
    const Place back = hooks.chest * 0.6F + hooks.hip * 0.4F + Place(-0.2F * size, 0, 0);
    shape.bones.push_back({back + Place(0, 0, -0.12F * size), back + Place(0.02F, 0, 0.14F * size),
                           0.14F * size, 0.12F * size, paint});
  } else if (which < 0.65F) {  // shoulder bag
    const Place side = hooks.hip + Place(0, random.Chance(0.5F) ? 0.24F : -0.24F, 0.05F);
    shape.bones.push_back({side + Place(-0.1F, 0, 0), side + Place(0.1F, 0, 0), 0.1F, 0.1F, paint});
  } else if (which < 0.85F || hooks.posture == Posture::kSeated) {  // in the hand
    const Place below = hooks.hand - Place(0, 0, random.Between(0.35F, 0.5F));
    AddBox(shape, {below[0], below[1], std::max(below[2], 0.02F)},
           {random.Between(0.2F, 0.45F), random.Between(0.08F, 0.2F), 0.35F}, 0, paint, paint);
  } else {  // a suitcase on wheels
    const float behind = -random.Between(0.35F, 0.6F);
    AddBox(shape, {behind, hooks.hand[1], 0.05F}, {0.25F, 0.4F, random.Between(0.5F, 0.75F)}, 0,
           paint, paint);
    shape.bones.push_back({{behind, hooks.hand[1], 0.7F}, hooks.hand, 0.015F, 0.015F, paint});
  }
}

}  // namespace

void AddCone(Shape& shape, Place top, float radius_m, float height_m, const Paint& paint) {
  constexpr int kSides = 8;
  const auto rim = [&](int i) {
    const float angle = 2 * kPi * static_cast<float>(i) / kSides;
    return top + Place(radius_m * std::cos(angle), radius_m * std::sin(angle), -height_m);
  };
  for (int i = 0; i < kSides; ++i) {
    shape.faces.push_back({.corners = {rim(i), rim(i + 1), top}, .paint = paint});
  }
}

void AddCarried(Random& random, Shape& shape, const Fashion& fashion, const Hooks& hooks,
                const Wardrobe& wardrobe) {
  const bool upright = hooks.posture == Posture::kStanding || hooks.posture == Posture::kWalking;
  if (hooks.posture == Posture::kSeated) {
    const float under = random.Uniform();
    if (under < 0.12F) AddWheelchair(shape, hooks, wardrobe);
    if (under > 0.6F) AddChair(random, shape, hooks);
  }
  if (random.Chance(fashion.bags * (hooks.child ? 0.4F : 1.0F)))
    AddBag(random, shape, hooks, wardrobe);
  if (!upright || hooks.child) return;
  if (random.Chance(0.02F)) AddPram(random, shape, wardrobe);
  if (random.Chance(fashion.umbrellas)) {
    const Place top = hooks.head + Place(random.Between(-0.05F, 0.2F),
                                         random.Between(-0.15F, 0.15F), random.Between(0.3F, 0.5F));
    AddCone(shape, top, random.Between(0.45F, 0.6F), random.Between(0.15F, 0.25F),
            AnyPaint(random));
    shape.bones.push_back({top, hooks.hand, 0.012F, 0.012F, {.colour = {0.2F, 0.2F, 0.2F}}});
  }
}

}  // namespace throng
