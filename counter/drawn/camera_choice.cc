// Tries cameras until one sees people in the wanted size.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/camera_choice.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr float kRadPerDeg = 0.0174533F;
constexpr float kMostZoom = 2.5F;  // more enlarged than the eye enlarges
constexpr float kFarthestM = 90;
constexpr float kLeastSeenM = 1.8F;  // across the picture of a close camera
constexpr float kLeastUse = 0.4F;    // of the window; the rest would teach nothing

// Most cameras look across a place, few down on it.
float ChooseTiltDeg(Random& random, Lookout lookout) {
  if (lookout == Lookout::kAbove) return random.Between(22, 62);
  if (lookout == Lookout::kClose) return random.Between(20, 65);
  return random.Chance(0.8F) ? random.Between(6, 36) : random.Between(30, 75);
}

// A close camera has to be a wide one to see anything. Degrees, along the longer side.
float ChooseFieldDeg(Random& random, Lookout lookout) {
  return lookout == Lookout::kClose ? random.LogBetween(60, 105) : random.LogBetween(28, 95);
}

float ChooseHeightM(Random& random, Lookout lookout) {
  if (lookout == Lookout::kClose) return random.LogBetween(2.2F, 3.8F);
  return random.LogBetween(2.5F, lookout == Lookout::kAbove ? 8.0F : 15.0F);
}

// As of Lens. Wide lenses are seldom straight.
float ChooseBend(Random& random, Lookout lookout) {
  if (random.Chance(lookout == Lookout::kClose ? 0.3F : 0.5F)) return 0;
  return random.Between(-0.45F, 0.03F);
}

Camera MakeCamera(Random& random, Lookout lookout) {
  static constexpr std::array<ImageSize, 7> kPictures{
      {{640, 480}, {768, 576}, {1280, 720}, {1920, 1080}, {360, 640}, {720, 576}, {640, 360}}};
  const ImageSize picture = random.Pick(kPictures);
  const float field_deg = ChooseFieldDeg(random, lookout);
  const float tilt = kRadPerDeg * ChooseTiltDeg(random, lookout);
  const float roll = kRadPerDeg * random.Normal(0, 1.5F);
  const double height = double{ChooseHeightM(random, lookout)};
  const int across_px =
      lookout == Lookout::kClose ? std::max(picture.width_px, picture.height_px) : picture.width_px;
  const double cos_tilt = std::cos(tilt);
  const double sin_tilt = std::sin(tilt);
  const double c = std::cos(roll);
  const double s = std::sin(roll);
  // Looks along y, tilted down; x to the right. Rows: right, down, ahead, turned by the roll.
  const std::array<double, 3> right{1, 0, 0};
  const std::array<double, 3> down{0, -sin_tilt, -cos_tilt};
  CameraPose pose{.picture = picture,
                  .focal_px = across_px / (2 * std::tan(double{field_deg * kRadPerDeg} / 2)),
                  .camera_from_site = {},
                  .site_origin_m = {},
                  .lens_bend = double{ChooseBend(random, lookout)}};
  for (std::size_t i = 0; i < 3; ++i) {
    pose.camera_from_site[i] = c * right[i] + s * down[i];
    pose.camera_from_site[3 + i] = -s * right[i] + c * down[i];
  }
  pose.camera_from_site[6] = 0;
  pose.camera_from_site[7] = cos_tilt;
  pose.camera_from_site[8] = -sin_tilt;
  // The camera stands at (0, 0, height): t = -R * position.
  for (std::size_t i = 0; i < 3; ++i)
    pose.site_origin_m[i] = -pose.camera_from_site[3 * i + 2] * height;
  const Result<Camera> camera = Camera::Make(pose);
  COUNTER_CHECK(camera);
  return *camera;
}

// Share of the window in which people are about as large as they should be.
float ShareOfUse(const View& view, float px_per_m) {
  constexpr int kSamples = 8;
  int good = 0;
  for (int i = 0; i < kSamples * kSamples; ++i) {
    const float x = (static_cast<float>(i % kSamples) + 0.5F) / kSamples;
    const int row = i / kSamples;
    const float y = (static_cast<float>(row) + 0.5F) / kSamples;
    const float scale = view.ScaleAt(x * static_cast<float>(view.size_px().width),
                                     y * static_cast<float>(view.size_px().height), kHeadHeightM);
    if (scale > 0.65F * px_per_m && scale < 1.5F * px_per_m) ++good;
  }
  return static_cast<float>(good) / (kSamples * kSamples);
}

// Whether the lens can show all of a window, which may be larger than the camera's picture.
bool IsShown(const Lens& lens, cv::Point2f left_top, cv::Point2f window) {
  constexpr double kSmallest = 0.3;  // more drawn in than any lens does
  for (const float x : {left_top.x, left_top.x + window.x}) {
    for (const float y : {left_top.y, left_top.y + window.y}) {
      if (lens.Magnification({double{x}, double{y}}) < kSmallest) return false;
    }
  }
  return true;
}

}  // namespace

View ChooseView(Random& random, Lookout lookout, cv::Size most_px, float px_per_m) {
  cv::Size size_px = most_px;
  while (true) {
    const Camera camera = MakeCamera(random, lookout);
    const ImageSize picture = camera.pose().picture;
    const View whole(camera, {0, 0}, {picture.width_px, picture.height_px}, 1);
    const cv::Point2f at(random.Uniform() * static_cast<float>(picture.width_px),
                         random.Uniform() * static_cast<float>(picture.height_px));
    const float scale = whole.ScaleAt(at.x, at.y, kHeadHeightM);
    if (scale <= 0) continue;
    const float zoom = px_per_m * random.LogBetween(0.83F, 1.2F) / scale;
    if (zoom > kMostZoom || whole.focal_px() / scale > kFarthestM) continue;
    if (lookout == Lookout::kClose) {
      const auto even = [zoom](std::uint16_t length_px) {
        return 2 * cvFloor(static_cast<float>(length_px) * zoom / 2);
      };
      size_px.width = std::min(most_px.width, even(picture.width_px));
      size_px.height = std::min(most_px.height, even(picture.height_px));
      const cv::Size least(cv::Size2f(px_per_m, px_per_m) * kLeastSeenM);
      if (size_px.width < least.width || size_px.height < least.height) continue;
    }
    const cv::Point2f window(static_cast<float>(size_px.width) / zoom,
                             static_cast<float>(size_px.height) / zoom);
    const auto begin = [](float middle, float length, float all) {
      return length < all ? std::clamp(middle - length / 2, 0.0F, all - length)
                          : middle - length / 2;
    };
    const cv::Point2f left_top(begin(at.x, window.x, static_cast<float>(picture.width_px)),
                               begin(at.y, window.y, static_cast<float>(picture.height_px)));
    if (!IsShown(camera.lens(), left_top, window)) continue;
    View view(camera, left_top, size_px, zoom);
    if (ShareOfUse(view, px_per_m) >= kLeastUse) return view;
  }
}

}  // namespace throng
