// The baseline answers for every picture, and finds nobody where there is nothing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_hog.h"

#include <gtest/gtest.h>

#include <numeric>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace throng {
namespace {

float AllIn(const DensityMap& density) {
  return std::accumulate(density.persons().begin(), density.persons().end(), 0.0F);
}

TEST(HogModel, FindsNobodyInFogAndOnAWall) {
  Result<std::unique_ptr<DensityModel>> model = MakeHogModel();
  ASSERT_TRUE(model);
  const Frame fog({320, 240}, Duration(0));
  fog.Bgr().setTo(cv::Scalar(120, 120, 120));
  const Result<DensityMap> nobody = (*model)->DensityOf(fog);
  ASSERT_TRUE(nobody);
  EXPECT_EQ(AllIn(*nobody), 0.0F);
}

TEST(HogModel, APictureSmallerThanAPersonHoldsNobody) {
  Result<std::unique_ptr<DensityModel>> model = MakeHogModel();
  ASSERT_TRUE(model);
  const Result<DensityMap> nobody = (*model)->DensityOf(Frame({63, 127}, Duration(0)));
  ASSERT_TRUE(nobody);
  EXPECT_EQ(AllIn(*nobody), 0.0F);
}

// A figure of a few strokes, which the detector takes for a person: head, trunk, two legs.
TEST(HogModel, CountsAFigureAtItsFeet) {
  Result<std::unique_ptr<DensityModel>> model = MakeHogModel();
  ASSERT_TRUE(model);
  const Frame frame({320, 400}, Duration(0));
  cv::Mat picture = frame.Bgr();
  picture.setTo(cv::Scalar(190, 190, 190));
  const cv::Scalar dark(40, 40, 40);
  cv::circle(picture, {160, 112}, 13, dark, cv::FILLED, cv::LINE_AA);
  cv::ellipse(picture, {160, 165}, {25, 42}, 0, 0, 360, dark, cv::FILLED, cv::LINE_AA);
  cv::line(picture, {150, 195}, {144, 290}, dark, 17, cv::LINE_AA);
  cv::line(picture, {170, 195}, {176, 290}, dark, 17, cv::LINE_AA);
  const Result<DensityMap> density = (*model)->DensityOf(frame);
  ASSERT_TRUE(density);
  ASSERT_EQ(AllIn(*density), 1.0F);
  const auto persons = density->persons();
  const auto cell =
      static_cast<std::size_t>(std::max_element(persons.begin(), persons.end()) - persons.begin());
  const ImagePoint foot = density->grid().CentreOf(cell);
  EXPECT_NEAR(foot.x_px, 160, 16);
  EXPECT_NEAR(foot.y_px, 295, 24);
}

}  // namespace
}  // namespace throng
