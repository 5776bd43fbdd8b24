// Flesh and clothes on the joints of a body.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/figure.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "counter/drawn/carried.h"
#include "counter/drawn/head.h"
#include "counter/drawn/joints.h"
#include "counter/drawn/manner.h"
#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

void AddBone(Shape& shape, const Place& from, const Place& to, float from_radius, float to_radius,
             const Paint& paint) {
  shape.bones.push_back({.from = from,
                         .to = to,
                         .from_radius_m = from_radius,
                         .to_radius_m = to_radius,
                         .paint = paint});
}

void AddLegs(Shape& body, const Joints& joints, const Build& build, const Wardrobe& wardrobe,
             const Manner& manner, bool bare) {
  const float girth = std::sqrt(build.girth) * build.height_m / 1.7F;
  for (std::size_t side = 0; side < 2; ++side) {
    const float sign = side == 0 ? 1.0F : -1.0F;
    const Place top = joints.hip + Place(0, sign * 0.055F * build.height_m, 0);
    const Paint& leg = bare ? wardrobe.skin : wardrobe.bottom;
    const float thigh = girth * manner.thigh_width;
    const float ankle = girth * (bare ? 1.0F : manner.ankle_width);
    AddBone(body, top, joints.knee[side], 0.088F * thigh, 0.062F * thigh, wardrobe.bottom);
    AddBone(body, joints.knee[side], joints.foot[side], 0.06F * thigh, 0.045F * ankle, leg);
    const Place toe = joints.foot[side] + Place(0.1F * build.height_m, 0, -0.01F);
    AddBone(body, joints.foot[side], toe, 0.046F, 0.035F, wardrobe.shoes);
  }
}

void AddTrunk(Shape& body, const Joints& joints, const Build& build, const Wardrobe& wardrobe) {
  const float girth = build.girth * build.height_m / 1.7F;
  const float half = build.half_shoulders_m;
  for (const float sign : {1.0F, -1.0F}) {
    const Place side(0, sign * half * 0.5F, 0);
    AddBone(body, joints.hip + side * 1.05F, joints.chest + side * 1.1F - Place(0, 0, 0.06F),
            0.098F * girth, 0.105F * girth, wardrobe.top);
  }
  const Place belly = (joints.hip * 0.55F + joints.chest * 0.45F) + Place(0.02F * girth, 0, 0);
  AddBone(body, belly, joints.chest, 0.115F * girth, 0.09F * girth, wardrobe.top);
  AddBone(body, joints.shoulder[0], joints.shoulder[1], 0.062F * girth, 0.062F * girth,
          wardrobe.top);
}

// What shows of other clothes on the trunk.
void AddOtherClothes(Shape& body, const Joints& joints, const Build& build, const Manner& manner) {
  const float girth = build.girth * build.height_m / 1.7F;
  const Place ahead(0.06F * girth, 0, 0);
  const Place across(0, 0.05F * girth, 0);
  const Place down = joints.hip - joints.chest;
  if (manner.front == Front::kOpenJacket) {
    AddBone(body, joints.chest + ahead + down * 0.05F, joints.hip + ahead - down * 0.1F,
            0.08F * girth, 0.09F * girth, manner.other);
  } else if (manner.front == Front::kPrint) {
    const Place middle = joints.chest + ahead * 1.3F + down * 0.3F;
    AddBone(body, middle + across, middle - across, 0.06F * girth, 0.06F * girth, manner.other);
  } else if (manner.front == Front::kYoke) {  // the shoulders of a jacket
    AddBone(body, joints.shoulder[0], joints.shoulder[1], 0.075F * girth, 0.075F * girth,
            manner.other);
  }
  if (manner.collar) {
    AddBone(body, joints.neck - ahead * 0.2F, joints.neck + ahead * 0.6F + down * 0.08F,
            0.075F * girth, 0.06F * girth, manner.other);
  }
  if (manner.hem) {
    AddBone(body, joints.hip + across * 1.6F, joints.hip - across * 1.6F, 0.125F * girth,
            0.125F * girth, manner.other);
  }
  if (manner.strap) {
    const Place front = ahead * 1.9F;
    AddBone(body, joints.chest + front + across * 1.8F, joints.hip + front - across * 2.4F, 0.03F,
            0.03F, manner.belt);
  }
}

void AddPhone(Shape& body, const Joints& joints, const Manner& manner) {
  if (manner.arms != Arms::kAtAPhone) return;
  const Place middle = (joints.hand[0] + joints.hand[1]) * 0.5F;
  const Place half(0.03F, 0, 0.06F);
  AddBone(body, middle - half, middle + half, 0.035F, 0.035F, manner.phone);
}

void AddArms(Shape& body, const Joints& joints, const Build& build, const Wardrobe& wardrobe,
             const Manner& manner, bool bare) {
  const float girth =
      std::sqrt(build.girth) * build.height_m / 1.7F * (bare ? 1.0F : manner.sleeve_width);
  for (std::size_t side = 0; side < 2; ++side) {
    const Paint& sleeve = manner.sleeves ? manner.other : wardrobe.top;
    AddBone(body, joints.shoulder[side], joints.elbow[side], 0.055F * girth, 0.045F * girth,
            sleeve);
    AddBone(body, joints.elbow[side], joints.hand[side], 0.042F * girth, 0.034F * girth,
            bare ? wardrobe.skin : sleeve);
    AddBone(body, joints.hand[side], joints.hand[side] + Place(0.03F, 0, -0.04F), 0.04F * girth,
            0.035F * girth, wardrobe.skin);
  }
}

// A coat or a skirt: a bell from the hips (or shoulders) down.
void AddBell(Shape& body, const Joints& joints, const Build& build, const Paint& cloth, float to_m,
             bool coat) {
  const float girth = build.girth * build.height_m / 1.7F;
  const Place middle = (joints.knee[0] + joints.knee[1]) * 0.5F;
  Place hem = joints.hip + (middle - joints.hip) * 0.6F;
  hem[2] = std::min(to_m, joints.hip[2] - 0.05F);
  for (const float sign : {1.0F, -1.0F}) {
    const Place side(0, sign * 0.07F, 0);
    AddBone(body, joints.hip + side, hem + side * 1.4F, 0.12F * girth, 0.15F * girth, cloth);
    if (coat) {
      AddBone(body, joints.chest + side * 0.9F - Place(0, 0, 0.05F), joints.hip + side,
              0.115F * girth, 0.135F * girth, cloth);
    }
  }
}

}  // namespace

Figure MakeFigure(Random& random, Posture posture, const Fashion& fashion, float swing) {
  const Build build = MakeBuild(random, fashion);
  Wardrobe wardrobe = MakeWardrobe(random, fashion);
  // By numbers of its own: how people hold their heads must not move those who are drawn after
  // them.
  Random own(wardrobe.top.seed);
  const Manner manner = MakeManner(own, own.Chance(fashion.coats));
  if (own.Chance(0.05F)) wardrobe.hair.colour = AnyPaint(own).colour;  // dyed
  const Joints joints = PlaceJoints(random, posture, build, swing, manner);
  Figure figure{.head = {}, .body = {}, .head_middle = joints.head, .height_m = build.height_m};
  const bool skirt = random.Chance(fashion.skirts);
  const bool coat = random.Chance(fashion.coats);
  AddLegs(figure.body, joints, build, wardrobe, manner, skirt || random.Chance(0.1F));
  if (posture == Posture::kStanding || posture == Posture::kWalking) {
    if (skirt) {
      const float hem = joints.hip[2] * random.Between(0.12F, 0.65F);
      AddBell(figure.body, joints, build, wardrobe.bottom, hem, false);
    }
    if (coat)
      AddBell(figure.body, joints, build, wardrobe.top, joints.hip[2] * random.Between(0.45F, 0.9F),
              true);
  }
  AddTrunk(figure.body, joints, build, wardrobe);
  AddOtherClothes(figure.body, joints, build, manner);
  AddArms(figure.body, joints, build, wardrobe, manner, !coat && random.Chance(0.35F));
  AddPhone(figure.body, joints, manner);
  AddHead(random, figure.head,
          {.chest = joints.chest,
           .neck = joints.neck,
           .middle = joints.head,
           .up = joints.head_up,
           .skull_m = build.head_m},
          wardrobe, fashion, manner);
  AddCarried(random, figure.body, fashion,
             {.chest = joints.chest,
              .hip = joints.hip,
              .hand = joints.hand[1],
              .head = joints.head,
              .child = build.child,
              .posture = posture},
             wardrobe);
  return figure;
}

Figure MakeMannequin(Random& random) {
  const Fashion fashion{.hats = 0, .headscarves = 0, .bags = 0, .children = 0};
  const Build build = MakeBuild(random, fashion);
  Wardrobe wardrobe = MakeWardrobe(random, fashion);
  const float grey =
      random.Chance(0.7F) ? random.Between(0.6F, 0.95F) : random.Between(0.03F, 0.3F);
  const Paint material{.colour = Colour(grey * random.Between(0.8F, 1.0F), grey, grey),
                       .roughness = 0.05F,
                       .shine = random.Between(0.0F, 0.6F)};
  wardrobe.skin = material;
  wardrobe.hair = material;
  if (random.Chance(0.8F)) wardrobe = {material, material, material, material, material, material};
  const Joints joints = PlaceJoints(random, Posture::kStanding, build, 1, {});
  Figure figure{.head = {}, .body = {}, .head_middle = joints.head, .height_m = build.height_m};
  AddLegs(figure.body, joints, build, wardrobe, {}, false);
  AddTrunk(figure.body, joints, build, wardrobe);
  AddArms(figure.body, joints, build, wardrobe, {}, true);
  const float r = build.head_m;
  AddBone(figure.head, joints.neck, joints.head + Place(0, 0, 0.2F * r), r * 0.6F, r * 0.85F,
          material);
  return figure;
}

}  // namespace throng
