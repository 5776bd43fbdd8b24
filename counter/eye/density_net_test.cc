// The network's model: nobody where nothing is, heads count at their feet, and nothing is kept.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_net.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "counter/eye/default_weights.h"
#include "counter/eye/integrate.h"
#include "counter/eye/test_weights.h"
#include "counter/eye/wiped_observer.h"
#include "counter/site/heads.h"
#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

constexpr ImageSize kPicture{640, 480};

ImagePolygon Box(double left, double top, double right, double bottom) {
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}
const ImagePolygon kAll = Box(0, 0, 640, 480);

Brief BriefOf(const CameraPose& pose, const std::vector<ImagePolygon>& patches = {kAll}) {
  return {.camera = pose,
          .steps = {.every = std::chrono::seconds(1), .pictures = 0},
          .model = Model::kNet,
          .patches = patches};
}

Brief Street() { return BriefOf(PoseTilted(kPicture, 5, 25)); }

Frame Filled(double value) {
  Frame frame(kPicture, Duration(0));
  cv::Mat picture = frame.Bgr();
  picture.setTo(cv::Scalar::all(value));
  return frame;
}

Frame Noise() {
  Frame frame(kPicture, Duration(0));
  cv::Mat picture = frame.Bgr();
  cv::RNG(1).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return frame;
}

Frame Patterned() {
  Frame frame(kPicture, Duration(0));
  std::vector<std::uint8_t> pixels = test_weights::Pattern(kPicture);
  cv::Mat picture = frame.Bgr();
  cv::Mat(kPicture.height_px, kPicture.width_px, CV_8UC3, pixels.data()).copyTo(picture);
  return frame;
}

double AllIn(const DensityMap& density) {
  return std::accumulate(density.persons().begin(), density.persons().end(), 0.0);
}

std::unique_ptr<DensityModel> DefaultModel(const Brief& brief) {
  const Result<Weights> weights = ReadWeights(DefaultWeights());
  EXPECT_TRUE(weights);
  Result<std::unique_ptr<DensityModel>> model = MakeNetModel(*weights, brief);
  EXPECT_TRUE(model);
  return *std::move(model);
}

TEST(NetModel, FindsAboutNobodyWhereNothingIs) {
  const auto model = DefaultModel(Street());
  const auto found_in = [&model](const Frame& frame) {
    const Result<DensityMap> density = model->DensityOf(frame);
    return density ? AllIn(*density) : 1e9;
  };
  for (const Frame& frame : {Filled(0), Filled(255), Filled(128)}) {
    EXPECT_LT(found_in(frame), 0.1);
  }
  EXPECT_LT(found_in(Noise()), 0.4);
}

TEST(NetModel, WhatAMapHoldsIsTheSumOfItsPatches) {
  const std::vector<ImagePolygon> patches{Box(0, 0, 300, 480), Box(300, 0, 640, 480)};
  const auto model =
      MakeNetModel(test_weights::Blur(1, 0), BriefOf(PoseTilted(kPicture, 5, 25), patches));
  ASSERT_TRUE(model);
  const Result<DensityMap> density = (*model)->DensityOf(Patterned());
  ASSERT_TRUE(density);
  EXPECT_GT(AllIn(*density), 1) << "something to add up";
  double persons = 0;
  double variance = 0;
  for (const PatchMask& mask : MasksOf(patches, kPicture)) {
    const PatchCount count = CountIn(*density, mask);
    persons += count.persons.value();
    variance += count.variance;
  }
  EXPECT_NEAR(persons, AllIn(*density), 1e-3);
  EXPECT_NEAR(variance,
              std::accumulate(density->variances().begin(), density->variances().end(), 0.0), 1e-3);
}

TEST(NetModel, EachCellOfTheNetworkCountsOnce) {
  // Seen from above, a person at 8.4 m is 101 px tall wherever he stands; the network wants 36. It
  // says log(2) persons in each cell: a crowd, so that the density counts.
  const Weights weights = test_weights::Blur(0, 0);
  const auto model = MakeNetModel(weights, BriefOf(PoseStraightDown(kPicture)));
  ASSERT_TRUE(model);
  const Result<DensityMap> density = (*model)->DensityOf(Filled(200));
  ASSERT_TRUE(density);
  const double zoom = 36 / (1.7 * 500 / (10 - 1.6));
  const double cells = 640 * zoom * 480 * zoom / 64;
  EXPECT_NEAR(AllIn(*density), cells * std::log(2), 0.03 * AllIn(*density));
}

TEST(NetModel, AHeadCountsAtItsFeet) {
  const Brief brief = Street();
  const Camera camera = *Camera::Make(brief.camera);
  // Black is -2 for the network and white 2: nobody, and 6 persons in a white cell.
  const auto model = MakeNetModel(test_weights::Blur(10, -14), brief);
  ASSERT_TRUE(model);
  for (const double north_m : {8.0, 15.0, 25.0}) {
    const ImagePoint head = *camera.ImageFromGround({0, north_m}, kHeadHeight);
    const ImagePoint foot = *camera.ImageFromGround({0, north_m});
    const double person_px = *camera.PersonHeightPx(foot);
    const Frame frame = Filled(0);
    cv::Mat picture = frame.Bgr();
    cv::circle(picture, {static_cast<int>(head.x_px), static_cast<int>(head.y_px)},
               static_cast<int>(person_px / 2), cv::Scalar::all(255), cv::FILLED);
    const Result<DensityMap> density = (*model)->DensityOf(frame);
    ASSERT_TRUE(density);
    ASSERT_GT(AllIn(*density), 0.1) << north_m;
    double x_px = 0;
    double y_px = 0;
    for (std::size_t cell = 0; cell < density->grid().cells(); ++cell) {
      const double share = double{density->persons()[cell]} / AllIn(*density);
      x_px += share * density->grid().CentreOf(cell).x_px;
      y_px += share * density->grid().CentreOf(cell).y_px;
    }
    EXPECT_NEAR(x_px, foot.x_px, person_px / 6) << north_m;
    EXPECT_NEAR(y_px, foot.y_px, person_px / 6) << north_m;
  }
}

TEST(NetModel, TakesNoMemoryForAFrameButItsMap) {
  WipeObserver memory;
  const Result<Weights> weights = ReadWeights(DefaultWeights());
  const auto model = MakeNetModel(*weights, Street(), {}, memory);
  ASSERT_TRUE(model);
  const Frame frame = Patterned();
  const int held = memory.held();
  for (int look = 0; look < 3; ++look) {
    const int given_back = memory.given_back();
    {
      const Result<DensityMap> density = (*model)->DensityOf(frame);
      ASSERT_TRUE(density);
      EXPECT_EQ(memory.held(), held + 2) << "persons and variances";
    }
    EXPECT_EQ(memory.given_back(), given_back + 2);
    EXPECT_EQ(memory.held(), held);
  }
}

TEST(NetModel, KeepsNothingOfAFrame) {
  WipeObserver memory;
  {
    const Result<Weights> weights = ReadWeights(DefaultWeights());
    const auto model = MakeNetModel(*weights, Street(), {}, memory);
    ASSERT_TRUE(model);
    {
      const Result<DensityMap> density = (*model)->DensityOf(Patterned());
      ASSERT_TRUE(density);
      EXPECT_GT(memory.not_zero(), 0U) << "the control: the map is here";
    }
    EXPECT_EQ(memory.not_zero(), 0U);
  }
  EXPECT_EQ(memory.not_wiped(), 0);
}

TEST(NetModel, ACameraAmongTheHeadsIsRefused) {
  const Result<Weights> weights = ReadWeights(DefaultWeights());
  const auto model = MakeNetModel(*weights, BriefOf(PoseTilted(kPicture, 1.7, 10)));
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error(), Fault::kCameraTooLow);
}

TEST(NetModel, WithoutAPatchItCountsNobody) {
  const auto model = DefaultModel(BriefOf(PoseTilted(kPicture, 5, 25), {}));
  const Result<DensityMap> density = model->DensityOf(Patterned());
  ASSERT_TRUE(density);
  EXPECT_EQ(AllIn(*density), 0);
}

}  // namespace
}  // namespace throng
