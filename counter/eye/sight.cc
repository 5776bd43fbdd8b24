// Limits between what is seen, dim and blind, and where they come from.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/sight.h"

#include <algorithm>
#include <cmath>

#include "counter/base/units.h"
#include "counter/site/heads.h"

namespace throng {
namespace {

// Measured on all pictures of BRT (day and night) and Mall and on PETS, as they are and made worse.
// As they are: deviation 18 and more, dark 0.25 at most, light 0.03, roughness 0.07 to 0.37, detail
// 0.55 and more.
constexpr double kFlatBelow = 4;     // deviation
constexpr double kBlackBelow = 24;   // mean of a flat picture
constexpr double kWhiteAbove = 225;  // the same
constexpr double kDarkDim = 0.90;    // dark_share; a night with lamps
constexpr double kLightDim = 0.50;   // light_share
constexpr double kLightBlind = 0.80;
constexpr double kRoughDim = 0.70;  // roughness; noise twice as strong as the picture in it
constexpr double kRoughBlind = 0.85;
constexpr double kDetailDim = 0.40;    // detail; blurred by 1/20 of a person's height
constexpr double kDetailBlind = 0.30;  // by a seventh
constexpr double kShapeless = 0.006;   // roughness; something before the lens

constexpr double kDetailOfPerson = 9;  // a person's height is so many times what must be sharp
constexpr int kFewestLooks = 3;

// A typical person's height in the middle of the patches, in pixels; 0 if that cannot be said. A
// patch of which the fullest cell is counted too is there twice, and no reason to count it so.
double PersonPx(const Brief& brief) {
  const Result<Camera> camera = Camera::Make(brief.camera);
  if (!camera) return 0;
  const Result<HeadPlane> plane = HeadPlane::Make(*camera);
  if (!plane) return 0;
  double sum = 0;
  int corners = 0;
  for (auto outline = brief.patches.begin(); outline != brief.patches.end(); ++outline) {
    if (std::find(brief.patches.begin(), outline, *outline) != outline) continue;
    for (const ImagePoint& corner : *outline) {
      const Result<ImagePoint> head = plane->HeadFromFoot(corner);
      if (!head) continue;
      sum += plane->PixelsPerMetre(*head) * kPersonHeight.value();
      ++corners;
    }
  }
  return corners > 0 ? sum / corners : 0;
}

Seen Blind(SightReason reason) { return {.sight = Sight::kBlind, .reason = reason}; }
Seen Dim(SightReason reason) { return {.sight = Sight::kDim, .reason = reason}; }

}  // namespace

int DetailPx(const Brief& brief) {
  constexpr int kLeast = 2;
  const int most = std::max<int>(kLeast, brief.camera.picture.height_px / 12);
  return std::clamp(static_cast<int>(std::lround(PersonPx(brief) / kDetailOfPerson)), kLeast, most);
}

Seen WorseOf(const Seen& a, const Seen& b) { return b.sight < a.sight ? b : a; }

Seen SightOf(const PictureQuality& quality) {
  if (quality.deviation < kFlatBelow) {
    if (quality.mean < kBlackBelow) return Blind(SightReason::kDark);
    if (quality.mean > kWhiteAbove) return Blind(SightReason::kOverexposed);
    return Blind(SightReason::kCovered);
  }
  if (quality.light_share > kLightBlind) return Blind(SightReason::kOverexposed);
  if (quality.roughness > kRoughBlind) return Blind(SightReason::kNoise);
  if (quality.roughness < kShapeless) return Blind(SightReason::kCovered);
  if (quality.detail < kDetailBlind) return Blind(SightReason::kBlurred);
  if (quality.dark_share > kDarkDim) return Dim(SightReason::kDark);
  if (quality.light_share > kLightDim) return Dim(SightReason::kOverexposed);
  if (quality.roughness > kRoughDim) return Dim(SightReason::kNoise);
  if (quality.detail < kDetailDim) return Dim(SightReason::kBlurred);
  return {};
}

SightJudge::SightJudge(const Brief& brief)
    : detail_px_(DetailPx(brief)), was_frozen_(brief.was_frozen) {}

bool SightJudge::IsFrozen(const Frame& frame, std::uint64_t checksum) {
  if (same_ > 0 && checksum != checksum_) was_frozen_ = false;
  if (same_ == 0 || checksum != checksum_) {
    checksum_ = checksum;
    since_ = frame.at();
    same_ = 0;
  }
  ++same_;
  return was_frozen_ || (same_ >= kFewestLooks && frame.at() - since_ >= kFrozenFor);
}

Seen SightJudge::Judge(const Frame& frame) {
  const PictureQuality quality = QualityOf(frame, detail_px_);
  const bool frozen = IsFrozen(frame, quality.checksum);
  const Seen alone = SightOf(quality);
  if (alone.sight == Sight::kBlind) return alone;
  if (frozen) return Blind(SightReason::kFrozen);
  if (scene_.HasMoved(frame)) return WorseOf(alone, Dim(SightReason::kMoved));
  return alone;
}

}  // namespace throng
