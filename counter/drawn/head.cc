// Balls and bones: a skull, hair or cloth over it, a hat on it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/head.h"

namespace throng {
namespace {

// The head's own directions.
struct Axes {
  Place middle;
  Place up;
  Place front;
  float r;
  // In radii of the skull.
  Place At(float above, float ahead) const {
    return middle + up * (above * r) + front * (ahead * r);
  }
};

Axes AxesOf(const HeadPlace& at, float turn_rad) {
  const Place to = Heading(turn_rad);
  const Place level = to - at.up * to.dot(at.up);
  return {at.middle, at.up, level * (1 / static_cast<float>(cv::norm(level))), at.skull_m};
}

void AddRound(Shape& shape, const Place& from, const Place& to, float from_radius, float to_radius,
              const Paint& paint) {
  shape.bones.push_back({.from = from,
                         .to = to,
                         .from_radius_m = from_radius,
                         .to_radius_m = to_radius,
                         .paint = paint});
}

void AddFace(Shape& head, const Axes& axes, const Wardrobe& wardrobe) {
  AddRound(head, axes.At(-0.1F, 0.45F), axes.At(0, 0.5F), axes.r * 0.62F, axes.r * 0.6F,
           wardrobe.skin);
}

void AddScarf(Shape& head, const Axes& axes, const HeadPlace& at, const Wardrobe& wardrobe) {
  const float r = axes.r;
  AddRound(head, axes.At(0.3F, -0.1F), axes.At(-0.7F, -0.2F), r * 0.98F, r * 1.05F, wardrobe.extra);
  AddRound(head, axes.At(-0.8F, 0), at.chest, r * 0.9F, r * 1.5F, wardrobe.extra);
  AddFace(head, axes, wardrobe);
}

void AddHair(Random& random, Shape& head, const Axes& axes, const Wardrobe& wardrobe,
             const Manner& manner) {
  const float r = axes.r * manner.hair_width;
  const float drop = random.Chance(0.4F) ? random.Between(0.9F, 2.6F) : 0.3F;
  const bool is_long = drop > 1;  // and falls, whichever way the head is bent
  const Place end =
      is_long ? axes.At(0, -0.3F) - Place(0, 0, drop * axes.r) : axes.At(-drop, -0.3F);
  AddRound(head, axes.At(0.34F, -0.14F), end, r * 0.9F, r * (is_long ? 0.7F : 0.75F),
           wardrobe.hair);
  if (random.Chance(0.1F)) {
    AddRound(head, axes.At(0.5F, -1), axes.At(0.5F, -1), r * 0.4F, r * 0.4F, wardrobe.hair);
  }
}

void AddAroundTheNeck(Shape& head, const Axes& axes, const HeadPlace& at, const Wardrobe& wardrobe,
                      const Manner& manner) {
  const Place side(0, 0.05F, 0);
  if (manner.neck == Neck::kScarf) {
    AddRound(head, at.neck + side, at.neck - side, 0.09F, 0.09F, wardrobe.extra);
  } else if (manner.neck == Neck::kHoodDown) {
    const Place behind = at.neck - axes.front * 0.08F;
    AddRound(head, behind + side, behind - side, 0.09F, 0.08F, wardrobe.top);
  } else if (manner.neck == Neck::kHoodUp) {
    const float r = axes.r;
    AddRound(head, axes.At(0.32F, -0.15F), axes.At(-0.8F, -0.3F), r * 1.08F, r * 1.0F,
             wardrobe.top);
    AddFace(head, axes, wardrobe);
  }
}

}  // namespace

void AddHead(Random& random, Shape& head, const HeadPlace& at, const Wardrobe& wardrobe,
             const Fashion& fashion, const Manner& manner) {
  const Axes axes = AxesOf(at, random.Normal(0, 0.5F));
  const float r = axes.r;
  AddRound(head, at.neck - Place(0, 0, 0.05F), axes.middle, r * 0.55F, r * 0.6F, wardrobe.skin);
  AddRound(head, axes.At(-0.35F, 0.12F), axes.At(0.25F, 0), r * 0.74F, r * 0.84F, wardrobe.skin);
  if (random.Chance(fashion.headscarves)) return AddScarf(head, axes, at, wardrobe);
  const bool hat = random.Chance(fashion.hats);
  if (!random.Chance(0.06F)) AddHair(random, head, axes, wardrobe, manner);  // else bald
  if (manner.covered_mouth) {
    AddRound(head, axes.At(-0.45F, 0.3F), axes.At(-0.4F, 0.35F), r * 0.6F, r * 0.58F, manner.cover);
  }
  AddAroundTheNeck(head, axes, at, wardrobe, manner);
  if (!hat) return;
  AddRound(head, axes.At(0.45F, 0), axes.At(0.75F, 0), r * 0.98F, r * 0.85F, wardrobe.extra);
  if (random.Chance(0.6F)) {  // a peak or a brim
    AddRound(head, axes.At(0.45F, 0), axes.At(0.45F, 1.1F), r * 0.5F, r * 0.35F, wardrobe.extra);
  }
}

}  // namespace throng
