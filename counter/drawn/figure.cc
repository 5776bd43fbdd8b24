// Bones of a body by posture; proportions after Drillis and Contini (1966), rounded.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/figure.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "counter/drawn/carried.h"
#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

struct Build {
  float height_m;
  float girth;   // 1 is average
  float head_m;  // radius of the skull
  float hip_m;   // above ground, standing
  float shoulder_m;
  float head_middle_m;
  float half_shoulders_m;
  bool child;
};

Build MakeBuild(Random& random, const Fashion& fashion) {
  Build build{};
  build.child = random.Chance(fashion.children);
  const bool tall = random.Chance(0.5F);
  build.height_m =
      build.child ? random.Between(0.85F, 1.45F) : random.Normal(tall ? 1.76F : 1.64F, 0.07F);
  build.girth = random.LogBetween(0.82F, 1.4F);
  const float h = build.height_m;
  build.head_m = build.child ? 0.098F : 0.105F * random.Between(0.93F, 1.07F);
  build.hip_m = h * (build.child ? 0.48F : 0.52F);
  build.shoulder_m = h * (build.child ? 0.77F : 0.815F);
  build.head_middle_m = h - build.head_m * 1.15F;
  build.half_shoulders_m = h * 0.105F * std::sqrt(build.girth);
  return build;
}

// Where hips, knees and so on are; left is +y.
struct Joints {
  Place hip;
  Place chest;
  Place neck;
  Place head;
  std::array<Place, 2> knee;
  std::array<Place, 2> foot;
  std::array<Place, 2> shoulder;
  std::array<Place, 2> elbow;
  std::array<Place, 2> hand;
};

Place Swing(float length, float angle_rad, float sideways) {
  return {length * std::sin(angle_rad), sideways, -length * std::cos(angle_rad)};
}

void PlaceLegs(Random& random, Posture posture, const Build& build, float swing, Joints& joints) {
  const float thigh = build.hip_m * 0.49F;
  const float shin = build.hip_m - thigh - 0.04F;
  const float spread = build.height_m * 0.05F * random.Between(0.8F, 1.6F);
  const float stride = posture == Posture::kWalking ? random.Between(0.15F, 0.55F) : 0.05F;
  const float phase = random.Chance(0.5F) ? swing : -swing;
  for (std::size_t side = 0; side < 2; ++side) {
    const float sign = side == 0 ? 1.0F : -1.0F;
    const Place top = joints.hip + Place(0, sign * spread, 0);
    if (posture == Posture::kSeated) {
      joints.knee[side] = top + Place(thigh, sign * random.Between(0.0F, 0.08F), 0.02F);
      joints.foot[side] =
          joints.knee[side] + Place(random.Between(-0.15F, 0.2F), 0, -joints.knee[side][2] + 0.05F);
    } else if (posture == Posture::kCrouching) {
      joints.knee[side] = top + Place(thigh * 0.8F, sign * 0.1F, thigh * 0.5F);
      joints.foot[side] = Place(0.05F, sign * spread, 0.05F);
    } else {
      const float angle = sign * phase * stride;
      const float bend = angle < 0 && posture == Posture::kWalking
                             ? random.Between(0.1F, 0.6F) * std::abs(swing)
                             : 0.0F;
      joints.knee[side] = top + Swing(thigh, angle + bend * 0.3F, 0);
      joints.foot[side] = joints.knee[side] + Swing(shin, angle - bend, sign * spread * 0.2F);
      joints.foot[side][2] = std::max(joints.foot[side][2], 0.04F);
    }
  }
}

void PlaceArms(Random& random, Posture posture, const Build& build, float swing, Joints& joints) {
  const float upper = build.height_m * 0.172F;
  const float lower = build.height_m * 0.157F;
  const float both = random.Uniform();  // what the arms do
  const float reach = posture == Posture::kWalking ? random.Between(0.1F, 0.5F) * swing : 0.1F;
  for (std::size_t side = 0; side < 2; ++side) {
    const float sign = side == 0 ? 1.0F : -1.0F;
    joints.shoulder[side] = joints.chest + Place(0, sign * build.half_shoulders_m, 0);
    const float out = sign * random.Between(0.02F, 0.09F);
    const bool phone = both < 0.16F && side == 0;
    const bool crossed = both > 0.16F && both < 0.24F;
    const bool lap = posture == Posture::kSeated;
    if (phone || crossed || lap) {
      joints.elbow[side] = joints.shoulder[side] + Swing(upper, random.Between(0.0F, 0.4F), out);
      joints.hand[side] =
          joints.elbow[side] + Place(lower * 0.8F, -sign * random.Between(0.08F, 0.25F),
                                     lap ? -0.05F : random.Between(0.02F, 0.16F));
    } else if (both > 0.96F && side == 0) {  // waves, points, holds a strap
      joints.elbow[side] = joints.shoulder[side] + Place(0.1F, out, upper * 0.5F);
      joints.hand[side] = joints.elbow[side] + Place(0.08F, 0, lower);
    } else {
      const float angle = sign * reach * random.Between(0.5F, 1.0F);
      joints.elbow[side] = joints.shoulder[side] + Swing(upper, angle, out);
      joints.hand[side] =
          joints.elbow[side] + Swing(lower, angle + random.Between(0.05F, 0.5F), out * 0.4F);
    }
  }
}

Joints PlaceJoints(Random& random, Posture posture, const Build& build, float swing) {
  Joints joints{};
  float hip = build.hip_m;
  if (posture == Posture::kSeated)
    hip = random.Between(0.42F, 0.52F) * std::min(1.0F, build.height_m / 1.5F);
  if (posture == Posture::kCrouching) hip = build.hip_m * random.Between(0.25F, 0.4F);
  joints.hip = {0, 0, hip};
  float lean = random.Normal(0.04F, 0.05F);
  if (posture == Posture::kSeated) lean = random.Normal(0.0F, 0.2F);
  if (posture == Posture::kCrouching) lean = random.Between(0.3F, 0.8F);
  if (posture == Posture::kStanding && random.Chance(0.03F)) lean = random.Between(0.4F, 1.1F);
  const float trunk = build.shoulder_m - build.hip_m;
  const Place along(std::sin(lean), random.Normal(0, 0.04F), std::cos(lean));
  joints.chest = joints.hip + along * trunk;
  const float nod = lean + random.Normal(0.1F, 0.15F);
  const Place up(std::sin(nod), 0, std::cos(nod));
  const float neck = build.head_middle_m - build.shoulder_m;
  joints.neck = joints.chest + along * (neck * 0.4F);
  joints.head = joints.neck + up * (neck * 0.6F);
  PlaceLegs(random, posture, build, swing, joints);
  PlaceArms(random, posture, build, swing, joints);
  return joints;
}

void AddBone(Shape& shape, const Place& from, const Place& to, float from_radius, float to_radius,
             const Paint& paint) {
  shape.bones.push_back({.from = from,
                         .to = to,
                         .from_radius_m = from_radius,
                         .to_radius_m = to_radius,
                         .paint = paint});
}

void AddLegs(Shape& body, const Joints& joints, const Build& build, const Wardrobe& wardrobe,
             bool bare) {
  const float girth = std::sqrt(build.girth) * build.height_m / 1.7F;
  for (std::size_t side = 0; side < 2; ++side) {
    const float sign = side == 0 ? 1.0F : -1.0F;
    const Place top = joints.hip + Place(0, sign * 0.055F * build.height_m, 0);
    const Paint& leg = bare ? wardrobe.skin : wardrobe.bottom;
    AddBone(body, top, joints.knee[side], 0.088F * girth, 0.062F * girth, wardrobe.bottom);
    AddBone(body, joints.knee[side], joints.foot[side], 0.06F * girth, 0.045F * girth, leg);
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

void AddArms(Shape& body, const Joints& joints, const Build& build, const Wardrobe& wardrobe,
             bool bare) {
  const float girth = std::sqrt(build.girth) * build.height_m / 1.7F;
  for (std::size_t side = 0; side < 2; ++side) {
    AddBone(body, joints.shoulder[side], joints.elbow[side], 0.055F * girth, 0.045F * girth,
            wardrobe.top);
    AddBone(body, joints.elbow[side], joints.hand[side], 0.042F * girth, 0.034F * girth,
            bare ? wardrobe.skin : wardrobe.top);
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

void AddHead(Random& random, Shape& head, const Joints& joints, const Build& build,
             const Wardrobe& wardrobe, const Fashion& fashion) {
  const float r = build.head_m;
  const Place& middle = joints.head;
  const float turn = random.Normal(0, 0.5F);
  const Place front(std::cos(turn), std::sin(turn), 0);
  const Place up(0, 0, 1);
  AddBone(head, joints.neck - up * 0.05F, middle, r * 0.55F, r * 0.6F, wardrobe.skin);
  AddBone(head, middle - up * (0.35F * r) + front * (0.12F * r), middle + up * (0.25F * r),
          r * 0.74F, r * 0.84F, wardrobe.skin);
  if (random.Chance(fashion.headscarves)) {
    AddBone(head, middle + up * (0.3F * r) - front * (0.1F * r),
            middle - up * (0.7F * r) - front * (0.2F * r), r * 0.98F, r * 1.05F, wardrobe.extra);
    AddBone(head, middle - up * (0.8F * r), joints.chest, r * 0.9F, r * 1.5F, wardrobe.extra);
    AddBone(head, middle - up * (0.1F * r) + front * (0.45F * r), middle + front * (0.5F * r),
            r * 0.62F, r * 0.6F, wardrobe.skin);
    return;
  }
  const bool hat = random.Chance(fashion.hats);
  if (!random.Chance(0.06F)) {  // else bald
    const Place crown = middle + up * (0.34F * r) - front * (0.14F * r);
    const float drop = random.Chance(0.4F) ? random.Between(0.9F, 2.6F) : 0.3F;
    AddBone(head, crown, middle - up * (drop * r) - front * (0.3F * r), r * 0.9F,
            r * (drop > 1 ? 0.7F : 0.75F), wardrobe.hair);
    if (random.Chance(0.1F)) {
      AddBone(head, middle + up * (0.5F * r) - front * r, middle + up * (0.5F * r) - front * r,
              r * 0.4F, r * 0.4F, wardrobe.hair);
    }
  }
  if (!hat) return;
  AddBone(head, middle + up * (0.45F * r), middle + up * (0.75F * r), r * 0.98F, r * 0.85F,
          wardrobe.extra);
  if (random.Chance(0.6F)) {  // a peak or a brim
    const Place rim = middle + up * (0.45F * r);
    AddBone(head, rim, rim + front * (1.1F * r), r * 0.5F, r * 0.35F, wardrobe.extra);
  }
}

}  // namespace

Figure MakeFigure(Random& random, Posture posture, const Fashion& fashion, float swing) {
  const Build build = MakeBuild(random, fashion);
  const Wardrobe wardrobe = MakeWardrobe(random, fashion);
  const Joints joints = PlaceJoints(random, posture, build, swing);
  Figure figure{.head = {}, .body = {}, .head_middle = joints.head, .height_m = build.height_m};
  const bool skirt = random.Chance(fashion.skirts);
  const bool coat = random.Chance(fashion.coats);
  AddLegs(figure.body, joints, build, wardrobe, skirt || random.Chance(0.1F));
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
  AddArms(figure.body, joints, build, wardrobe, !coat && random.Chance(0.35F));
  AddHead(random, figure.head, joints, build, wardrobe, fashion);
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
  const Joints joints = PlaceJoints(random, Posture::kStanding, build, 1);
  Figure figure{.head = {}, .body = {}, .head_middle = joints.head, .height_m = build.height_m};
  AddLegs(figure.body, joints, build, wardrobe, false);
  AddTrunk(figure.body, joints, build, wardrobe);
  AddArms(figure.body, joints, build, wardrobe, true);
  const float r = build.head_m;
  AddBone(figure.head, joints.neck, joints.head + Place(0, 0, 0.2F * r), r * 0.6F, r * 0.85F,
          material);
  return figure;
}

}  // namespace throng
