// A video begins empty, fills as far as was wanted, and empties; the same seed draws it again.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/site_video.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "counter/drawn/test_site.h"

namespace throng {
namespace {

const std::vector<CameraIndex> kCamera{CameraIndex(0)};

SiteVideoOptions Minutes(double most_m2) {
  return {.pictures = 40,
          .pictures_per_s = 0.25,
          .least = PersonsPerM2(0),
          .most = PersonsPerM2(most_m2),
          .seed = 4};
}

// Persons per square metre of both zones (48 m2), picture by picture.
std::vector<double> DensitiesOf(const SiteVideoOptions& options) {
  const Site site = SiteForTest();
  SiteVideo video(site, kCamera, options);
  std::vector<double> densities;
  for (std::uint64_t i = 0; i < options.pictures; ++i) {
    const std::vector<int> persons = video.Next().persons;
    densities.push_back(std::accumulate(persons.begin(), persons.end(), 0) / 48.0);
  }
  return densities;
}

TEST(SiteVideo, FillsToWhatIsWantedAndEmptiesAgain) {
  const std::vector<double> densities = DensitiesOf(Minutes(1.5));
  EXPECT_EQ(densities.front(), 0);
  EXPECT_GT(std::ranges::max(densities), 1.1);
  EXPECT_LT(std::ranges::max(densities), 1.8);
  EXPECT_LT(densities.back(), 0.1);
  for (const double band : {0.05, 0.3, 0.7, 1.1}) {  // all bands of density occur
    EXPECT_GE(std::ranges::count_if(densities,
                                    [band](double d) { return d > band - 0.2 && d < band + 0.2; }),
              2)
        << band;
  }
}

TEST(SiteVideo, BeginsWithTheLeastThatIsWanted) {
  SiteVideoOptions options = Minutes(0.8);
  options.least = PersonsPerM2(0.8);
  for (const double density : DensitiesOf(options)) EXPECT_NEAR(density, 0.8, 0.35);
}

TEST(SiteVideo, TheSameSeedDrawsTheSameAgainAndAnotherAnother) {
  const Site site = SiteForTest();
  SiteVideoOptions options = Minutes(1);
  options.least = PersonsPerM2(0.5);
  SiteVideo one(site, kCamera, options);
  SiteVideo same(site, kCamera, options);
  options.seed = 5;
  SiteVideo other(site, kCamera, options);
  for (int i = 0; i < 3; ++i) {
    const SiteMoment moment = one.Next();
    const SiteMoment again = same.Next();
    EXPECT_EQ(cv::norm(moment.pictures[0], again.pictures[0], cv::NORM_INF), 0);
    EXPECT_EQ(moment.persons, again.persons);
    EXPECT_GT(cv::norm(moment.pictures[0], other.Next().pictures[0], cv::NORM_INF), 50);
  }
}

TEST(SiteVideo, SaysHowManyItWillDraw) {
  const Site site = SiteForTest();  // 48 m2, and some more around them
  EXPECT_EQ(MostPersons(site, kCamera, PersonsPerM2(0)), 0);
  EXPECT_EQ(MostPersons(site, kCamera, PersonsPerM2(2)), 113);
  EXPECT_EQ(MostPersons(site, std::array{CameraIndex(1)}, PersonsPerM2(2)), 0);
}

}  // namespace
}  // namespace throng
