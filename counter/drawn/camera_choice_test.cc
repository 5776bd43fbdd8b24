// Cameras stand and look as they were asked to.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/camera_choice.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace throng {
namespace {

struct Viewpoint {
  float tilt_deg;
  float height_m;
};

std::vector<Viewpoint> Viewpoints(Lookout lookout) {
  std::vector<Viewpoint> viewpoints;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const View view = ChooseView(random, lookout, {128, 128}, 20);
    const float down = -view.InCamera({0, 0, 1})[2];
    viewpoints.push_back({.tilt_deg = std::asin(down) * 57.29578F, .height_m = view.position()[2]});
  }
  return viewpoints;
}

double ShareBetween(const std::vector<Viewpoint>& viewpoints, float least_deg, float most_deg) {
  const auto inside = std::ranges::count_if(viewpoints, [&](const Viewpoint& viewpoint) {
    return viewpoint.tilt_deg >= least_deg && viewpoint.tilt_deg <= most_deg;
  });
  return static_cast<double>(inside) / static_cast<double>(viewpoints.size());
}

TEST(CameraChoice, MostCamerasLookAcrossAPlace) {
  const std::vector<Viewpoint> anywhere = Viewpoints(Lookout::kAnywhere);
  EXPECT_EQ(ShareBetween(anywhere, 5.9F, 75.1F), 1);
  EXPECT_GT(ShareBetween(anywhere, 0, 36), 0.6);
  EXPECT_GT(std::ranges::max(anywhere, {}, &Viewpoint::height_m).height_m, 10);
}

TEST(CameraChoice, ACloseCameraIsLowAndItsWindowEndsWithItsPicture) {
  const std::vector<Viewpoint> close = Viewpoints(Lookout::kClose);
  EXPECT_EQ(ShareBetween(close, 19.9F, 65.1F), 1);
  EXPECT_LE(std::ranges::max(close, {}, &Viewpoint::height_m).height_m, 3.81F);
  EXPECT_GE(std::ranges::min(close, {}, &Viewpoint::height_m).height_m, 2.19F);
  int smaller = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed);
    const cv::Size seen = ChooseView(random, Lookout::kClose, {512, 512}, 66).size_px();
    EXPECT_LE(seen.width, 512);
    EXPECT_LE(seen.height, 512);
    if (seen.area() < 512 * 512 / 4) ++smaller;
  }
  EXPECT_GT(smaller, 25);
}

TEST(CameraChoice, ACameraAboveIsNearAndLooksDown) {
  const std::vector<Viewpoint> above = Viewpoints(Lookout::kAbove);
  EXPECT_EQ(ShareBetween(above, 21.9F, 62.1F), 1);
  EXPECT_LT(ShareBetween(above, 0, 36), 0.6);
  EXPECT_LE(std::ranges::max(above, {}, &Viewpoint::height_m).height_m, 8.01F);
  EXPECT_GE(std::ranges::min(above, {}, &Viewpoint::height_m).height_m, 2.49F);
}

}  // namespace
}  // namespace throng
