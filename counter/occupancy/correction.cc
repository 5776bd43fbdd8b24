// A straight line through counted moments, held back by what is known without them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/correction.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

#include "counter/base/check.h"

namespace throng {
namespace {

// Before any moment: standard deviations of the scale, since of a platform and a mall a third is
// missed or added, and of the offset, since on a campus 1.3 persons per zone are.
constexpr double kScaleStrays = 0.35;
constexpr double kOffsetStrays = 1.3;  // persons

// Variance per person that is left after a straight line, before any moment: half of what a Poisson
// process has, as on the scenes that were looked at. Worth as much as four moments.
constexpr double kNoiseBefore = 0.5;
constexpr double kNoiseWorth = 4;

// Of a 90% interval of the normal distribution, in standard deviations.
constexpr double kNormal = 1.645;

// More people must never be counted as fewer.
constexpr double kLeastScale = 0.2;

// How much wider a 90% interval is whose noise was itself told from so few: Student's t
// distribution over the normal one, by the first terms of their series (Abramowitz and
// Stegun, 26.7.5).
double WiderWith(double degrees_of_freedom) {
  constexpr double z2 = kNormal * kNormal;
  const double first = (z2 + 1) / (4 * degrees_of_freedom);
  const double second = (5 * z2 * z2 + 16 * z2 + 3) / (96 * std::pow(degrees_of_freedom, 2));
  return 1 + first + second;
}

double Spare(std::span<const Moment> moments) {
  return std::max(static_cast<double>(moments.size()) - 2, 0.0);
}

struct Line {
  Eigen::Vector2d value;  // scale, offset
  Eigen::Matrix2d variance;
};

Eigen::Vector2d Row(const Moment& moment) { return {moment.counted.value(), 1.0}; }

// Weighted least squares around a scale of 1 and an offset of 0, believed with precision `belief`.
Line FitLine(std::span<const Moment> moments, const Eigen::Matrix2d& belief, double noise) {
  Eigen::Matrix2d precision = belief;
  Eigen::Vector2d pull = belief * Eigen::Vector2d(1, 0);
  for (const Moment& moment : moments) {
    const double weight = 1 / (noise * (1 + moment.counted.value()));
    precision += weight * Row(moment) * Row(moment).transpose();
    pull += weight * moment.known.value() * Row(moment);
  }
  const Eigen::Matrix2d variance = precision.inverse();
  return {variance * pull, variance};
}

// What the moments stray from their own best line, whatever the model: a model that is wrong in
// the same way each time is not noisy.
double NoiseOf(std::span<const Moment> moments) {
  constexpr double kHardlyAnyBelief = 1e-6;  // so that moments that are all alike have a line too
  const Line own = FitLine(moments, kHardlyAnyBelief * Eigen::Matrix2d::Identity(), 1);
  double strayed = 0;
  for (const Moment& moment : moments) {
    const double error = moment.known.value() - Row(moment).dot(own.value);
    strayed += error * error / (1 + moment.counted.value());
  }
  return (kNoiseWorth * kNoiseBefore + strayed) / (kNoiseWorth + Spare(moments));
}

}  // namespace

Correction Correction::Fit(std::span<const Moment> moments) {
  COUNTER_CHECK(!moments.empty());
  const Eigen::Matrix2d belief =
      Eigen::Vector2d(std::pow(kScaleStrays, -2), std::pow(kOffsetStrays, -2)).asDiagonal();
  Correction correction;
  correction.noise_ = NoiseOf(moments);
  correction.wider_ = WiderWith(kNoiseWorth + Spare(moments));
  const Line line = FitLine(moments, belief, correction.noise_);
  correction.scale_ = std::max(line.value[0], kLeastScale);
  correction.offset_ = Persons(line.value[1]);
  correction.scale_variance_ = line.variance(0, 0);
  correction.offset_variance_ = line.variance(1, 1);
  correction.covariance_ = line.variance(0, 1);
  return correction;
}

Estimate Correction::Apply(Persons counted, double share) const {
  COUNTER_CHECK(share >= 0 && share <= 1);
  const double count = counted.value();
  const double mean = scale_ * count + offset_.value() * share;
  const double line_variance = count * count * scale_variance_ + 2 * count * share * covariance_ +
                               share * share * offset_variance_;
  const double variance = std::max(line_variance, 0.0) + noise_ * (1 + count);
  return {Persons(std::max(mean, 0.0)), Persons(wider_ * std::sqrt(variance))};
}

std::vector<std::optional<Correction>> CorrectionsOf(const Site& site, std::string_view model) {
  std::vector<std::optional<Correction>> corrections(site.cameras.size());
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    std::vector<Moment> moments;
    std::ranges::copy_if(site.cameras[i].moments, std::back_inserter(moments),
                         [model](const Moment& moment) { return moment.model == model; });
    if (!moments.empty()) corrections[i] = Correction::Fit(moments);
  }
  return corrections;
}

}  // namespace throng
