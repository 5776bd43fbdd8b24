// Whoever has his feet in a zone and shows is counted, and nobody else; the rest stays as it is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/site_place.h"

#include <gtest/gtest.h>

#include <array>

#include "counter/drawn/test_site.h"

namespace throng {
namespace {

constexpr std::array kCamera{CameraIndex(0)};
constexpr std::array kBlind{CameraIndex(1)};
constexpr std::uint64_t kSeed = 5;

Walker At(float x_m, float y_m) {
  return {.foot = {x_m, y_m, 0}, .heading_rad = 1, .speed_mps = 0, .walked_m = 0, .look = 3};
}

std::vector<int> CountsOf(const std::vector<Walker>& people) {
  const Site site = SiteForTest();
  SitePlace place(site, kCamera, 0, kSeed);
  return FeetIn(place.zones(), people, place.Draw(people).shows);
}

double Difference(const cv::Mat& one, const cv::Mat& other) {
  return cv::norm(one, other, cv::NORM_L1) / static_cast<double>(3 * one.total());
}

TEST(SitePlace, CountsTheFeetInEachZone) {
  EXPECT_EQ(CountsOf({}), (std::vector{0, 0}));
  EXPECT_EQ(CountsOf({At(-2, 9), At(-3, 7), At(1, 10)}), (std::vector{2, 1}));
}

TEST(SitePlace, DoesNotCountWhoStandsBesideTheZones) {
  // In view, half a metre behind the far edge and beside the left edge; then inside: the control.
  EXPECT_EQ(CountsOf({At(-1, 12.5F), At(-4.5F, 10)}), (std::vector{0, 0}));
  EXPECT_EQ(CountsOf({At(-1, 11.5F), At(-3.5F, 10)}), (std::vector{2, 0}));
}

TEST(SitePlace, DoesNotCountWhoIsHiddenByOthers) {
  // A row of people shoulder to shoulder before one who stands right behind it: he does not show.
  std::vector<Walker> people;
  for (int i = -4; i <= 4; ++i) {
    people.push_back(At(2 + 0.15F * static_cast<float>(i), 6.5F));
    people.push_back(At(2 + 0.15F * static_cast<float>(i), 6.6F));
  }
  const int row = CountsOf(people)[1];
  EXPECT_LT(row, 18) << "they hide each other too";
  people.push_back(At(2, 6.7F));
  EXPECT_EQ(CountsOf(people)[1], row);
  people.back() = At(2, 11);  // the control: farther behind, his head shows above the row
  EXPECT_EQ(CountsOf(people)[1], row + 1);
}

class SitePlaceThroughALens : public testing::TestWithParam<const char*> {};

TEST_P(SitePlaceThroughALens, DrawsPeopleAboveTheirFeet) {
  const Site site = SiteForTest(GetParam());
  SitePlace one(site, kCamera, 0, kSeed);
  SitePlace same(site, kCamera, 0, kSeed);
  cv::Mat change;
  cv::absdiff(one.Draw(std::vector{At(-3.5F, 7)}).bgr, same.Draw({}).bgr, change);
  const Result<ImagePoint> chest =
      site.cameras[0].calibration.camera.ImageFromGround({-3.5, 7}, Metres(1.2));
  ASSERT_TRUE(chest);
  const cv::Rect there(static_cast<int>(chest->x_px) - 2, static_cast<int>(chest->y_px) - 2, 5, 5);
  const cv::Rect elsewhere(200, 100, 60, 60);
  const auto mean = [&change](const cv::Rect& part) {
    const cv::Scalar sums = cv::mean(change(part));
    return sums[0] + sums[1] + sums[2];
  };
  EXPECT_GT(mean(there), 30);
  EXPECT_LT(mean(elsewhere), 6);
}

INSTANTIATE_TEST_SUITE_P(SitePlace, SitePlaceThroughALens,
                         testing::Values("", "lens_bend = -0.6\n"));

TEST(SitePlace, WhereNobodyIsOnlyNoiseChanges) {
  const Site site = SiteForTest();
  for (std::uint64_t seed = 1; seed < 5; ++seed) {
    SitePlace place(site, kCamera, 0, seed);
    const cv::Mat first = place.Draw({}).bgr;
    const cv::Mat second = place.Draw({}).bgr;
    EXPECT_EQ(first.size(), cv::Size(320, 240));
    EXPECT_GT(Difference(first, second), 0) << seed;
    const cv::Scalar brighter = cv::mean(second) - cv::mean(first);
    for (int channel = 0; channel < 3; ++channel) EXPECT_NEAR(brighter[channel], 0, 1) << seed;
  }
}

TEST(SitePlace, KnowsWhichZonesACameraSees) {
  const Site site = SiteForTest();
  EXPECT_EQ(ZonesOf(site, kCamera), (std::vector{ZoneIndex(0), ZoneIndex(1)}));
  EXPECT_TRUE(ZonesOf(site, kBlind).empty());
}

// "left" is 4 m x 6 m; cells of 3 m x 3 m begin every 1.5 m from the origin.
TEST(SitePlace, CountsTheFeetInTheFullestCell) {
  Site site = SiteForTest();
  Zone fullest = site.zones[0];
  fullest.area = SquareMetres(9);
  fullest.fullest_of = ZoneIndex(0);
  const std::vector<const Zone*> zones{&site.zones[0], &fullest};
  const auto counts = [&zones](const std::vector<Walker>& people) {
    return FeetIn(zones, people, std::vector<bool>(people.size(), true));
  };
  EXPECT_EQ(counts({}), (std::vector{0, 0}));
  EXPECT_EQ(counts({At(-2, 7), At(-2.9F, 8.9F), At(-0.1F, 11), At(1, 7)}), (std::vector{3, 2}));
  EXPECT_EQ(counts({At(-2, 9), At(-2, 9.2F), At(-2, 8.8F)}), (std::vector{3, 3}))
      << "around a border";
}

}  // namespace
}  // namespace throng
