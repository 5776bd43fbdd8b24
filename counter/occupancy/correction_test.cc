// Ten counted moments mend a model; one moves it little; none of them makes it surer than it is.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/correction.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace throng {
namespace {

Moment At(double counted, double known) {
  return {.model = "net", .counted = Persons(counted), .known = Persons(known)};
}

// `count` moments at a place with 0..60 people, of which the model sees the share `seen`.
std::vector<Moment> MomentsWhere(double seen, int count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> people(0, 60);
  std::normal_distribution<double> noise;
  std::vector<Moment> moments;
  for (int i = 0; i < count; ++i) {
    const double known = std::round(people(random));
    const double counted = seen * known + std::sqrt(0.3 * (1 + seen * known)) * noise(random);
    moments.push_back(At(std::max(std::round(counted), 0.0), known));
  }
  return moments;
}

TEST(Correction, MomentsThatAgreeWithTheModelChangeNothing) {
  const Correction fit = Correction::Fit(std::vector{At(5, 5), At(20, 20), At(40, 40)});
  EXPECT_NEAR(fit.scale(), 1, 1e-9);
  EXPECT_NEAR(fit.offset().value(), 0, 1e-9);
}

TEST(Correction, OneMomentMovesLittleAndTenNearlyAllTheWay) {
  const Correction one = Correction::Fit(std::vector{At(1, 2)});
  EXPECT_GT(one.Apply(Persons(10), 1).mean(), Persons(10));
  EXPECT_LT(one.Apply(Persons(10), 1).mean(), Persons(13));
  const Correction ten = Correction::Fit(MomentsWhere(0.5, 10, 1));
  EXPECT_NEAR(ten.Apply(Persons(15), 1).mean().value(), 30, 3);
}

TEST(Correction, TenMomentsHalveTheErrorOfAModelThatMissesAThird) {
  double before = 0;
  double after = 0;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const Correction fit = Correction::Fit(MomentsWhere(0.67, 10, seed));
    for (const Moment& moment : MomentsWhere(0.67, 50, 1000 + seed)) {
      before += std::abs((moment.counted - moment.known).value());
      after += std::abs((fit.Apply(moment.counted, 1).mean() - moment.known).value());
    }
  }
  EXPECT_LT(after, before / 2);
}

TEST(Correction, ItsIntervalHoldsTheTruth) {
  int inside = 0;
  int all = 0;
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const Correction fit = Correction::Fit(MomentsWhere(0.67, 10, seed));
    for (const Moment& moment : MomentsWhere(0.67, 50, 1000 + seed)) {
      const Estimate estimate = fit.Apply(moment.counted, 1);
      const double error = (estimate.mean() - moment.known).value();
      inside += std::abs(error) <= 1.645 * estimate.sigma().value() ? 1 : 0;
      ++all;
    }
  }
  EXPECT_GT(inside, 0.85 * all);
  EXPECT_LT(inside, 0.97 * all);
}

// Places differ in how much a model strays there, and three moments hardly tell: their interval is
// that of Student's t. By the normal distribution's it would hold 85%.
TEST(Correction, ItsIntervalHoldsTheTruthAlsoAfterThreeMoments) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> people(10, 60);
  std::normal_distribution<double> normal;
  std::chi_squared_distribution<double> strays(4);
  int inside = 0;
  constexpr int kPlaces = 4000;
  for (int place = 0; place < kPlaces; ++place) {
    const double variance = 4 * 0.5 / strays(random);  // for each person
    const auto any = [&] {
      const double counted = people(random);
      return At(counted, counted + std::sqrt(variance * (1 + counted)) * normal(random));
    };
    const Correction fit = Correction::Fit(std::vector{any(), any(), any()});
    const Moment moment = any();
    const Estimate estimate = fit.Apply(moment.counted, 1);
    const double error = (estimate.mean() - moment.known).value();
    inside += std::abs(error) <= 1.645 * estimate.sigma().value() ? 1 : 0;
  }
  EXPECT_NEAR(inside, 0.90 * kPlaces, 0.02 * kPlaces);
}

// Such as dolls in a shop window, which a model counts every time.
TEST(Correction, TenMomentsTakeAwayMostOfAnExcessThatIsAlwaysThere) {
  std::vector<Moment> moments;
  for (int known = 2; known <= 20; known += 2) moments.push_back(At(known + 4, known));
  const Correction fit = Correction::Fit(moments);
  double after = 0;
  for (const Moment& moment : moments) {
    after += std::abs((fit.Apply(moment.counted, 1).mean() - moment.known).value());
  }
  EXPECT_LT(after / 10, 0.8) << "a fifth of the 4 before";
}

TEST(Correction, TheOffsetIsSharedByArea) {
  const Correction fit = Correction::Fit(std::vector{At(0, 4), At(0, 4), At(0, 4)});
  const double whole = fit.Apply(Persons(0), 1).mean().value();
  EXPECT_GT(whole, 2);
  EXPECT_NEAR(fit.Apply(Persons(0), 0.25).mean().value(), whole / 4, 1e-9);
  EXPECT_EQ(fit.Apply(Persons(0), 0).mean(), Persons(0));
}

TEST(Correction, NeverCountsBelowNobodyAndNeverTurnsMoreIntoFewer) {
  const Correction fit = Correction::Fit(std::vector{At(0, 60), At(30, 30), At(60, 0), At(60, 0)});
  EXPECT_GT(fit.scale(), 0);
  const Correction less = Correction::Fit(std::vector(10, At(30, 0)));
  EXPECT_GE(less.Apply(Persons(1), 1).mean(), Persons(0));
}

TEST(CorrectionsOf, AModelIsCorrectedByItsOwnMomentsOnly) {
  Site site{.name = "test", .cameras = {}, .zones = {}, .patches = {}};
  Result<Calibration> calibration = CalibrateFromPose({640, 480}, 60.0, Metres(5), 30.0);
  ASSERT_TRUE(calibration);
  site.cameras.push_back(
      {.name = "a", .source = "", .calibration = *calibration, .moments = {At(10, 20)}});
  site.cameras.push_back({.name = "b", .source = "", .calibration = *calibration, .moments = {}});
  const auto corrections = CorrectionsOf(site, "net");
  ASSERT_EQ(corrections.size(), 2U);
  EXPECT_TRUE(corrections[0]);
  EXPECT_FALSE(corrections[1]);
  EXPECT_FALSE(CorrectionsOf(site, "hog")[0]);
}

}  // namespace
}  // namespace throng
