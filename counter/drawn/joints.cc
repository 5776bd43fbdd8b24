// Bones of a body by posture; proportions after Drillis and Contini (1966), rounded.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/joints.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace throng {
namespace {

constexpr float kMostBent = 1.2F;  // of a head, from upright, in radians

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

// Moves arms that hang.
void UseArms(Arms arms, const Build& build, Joints& joints) {
  const float upper = build.height_m * 0.172F;
  const float lower = build.height_m * 0.157F;
  for (std::size_t side = 0; side < 2; ++side) {
    const float sign = side == 0 ? 1.0F : -1.0F;
    const Place& shoulder = joints.shoulder[side];
    if (arms == Arms::kAtAPhone) {
      joints.elbow[side] = shoulder + Swing(upper, 0.25F, sign * 0.03F);
      joints.hand[side] = joints.elbow[side] + Place(lower * 0.8F, -sign * 0.15F, lower * 0.5F);
    } else if (arms == Arms::kInPockets) {
      joints.elbow[side] = shoulder + Place(-0.06F, sign * 0.09F, -0.9F * upper);
      joints.hand[side] = joints.hip + Place(0.06F, sign * 0.11F * build.height_m, 0.02F);
    }
  }
}
}  // namespace

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
Joints PlaceJoints(Random& random, Posture posture, const Build& build, float swing,
                   const Manner& manner) {
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
  const float nod = std::min(lean + random.Normal(0.1F, 0.15F) + manner.bent_rad, kMostBent);
  joints.head_up = {std::sin(nod), 0, std::cos(nod)};
  const float neck = build.head_middle_m - build.shoulder_m;
  joints.neck = joints.chest + along * (neck * 0.4F);
  joints.head = joints.neck + joints.head_up * (neck * 0.6F);
  PlaceLegs(random, posture, build, swing, joints);
  PlaceArms(random, posture, build, swing, joints);
  UseArms(manner.arms, build, joints);
  return joints;
}

}  // namespace throng
