// Levenberg-Marquardt for a handful of parameters, with numeric derivatives.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <optional>

namespace throng {

template <int kParameters>
struct LeastSquares {
  Eigen::Matrix<double, kParameters, 1> at;
  double cost;  // sum of squared residuals
  // Inverse covariance of `at` where a residual of 1 is one standard deviation.
  Eigen::Matrix<double, kParameters, kParameters> information;
};

// Walks downhill from `start`. `residuals(x)` gives optional<VectorXd>, of one length wherever it
// gives anything; where it gives nothing there is no answer, and the walk does not go there.
// Parameters should be of the order of 1. Nothing if `start` itself has no answer. Pure.
template <int kParameters, class Residuals>
std::optional<LeastSquares<kParameters>> Minimise(const Residuals& residuals,
                                                  Eigen::Matrix<double, kParameters, 1> start) {
  using Vector = Eigen::Matrix<double, kParameters, 1>;
  using Matrix = Eigen::Matrix<double, kParameters, kParameters>;
  constexpr int kMostSteps = 200;
  constexpr double kProbe = 1e-6;
  constexpr double kMostDamping = 1e12;
  constexpr double kSmallGain = 1e-12;

  std::optional<Eigen::VectorXd> here = residuals(start);
  if (!here) return std::nullopt;
  LeastSquares<kParameters> best{start, here->squaredNorm(), Matrix::Zero()};
  double damping = 1e-3;
  for (int step = 0; step < kMostSteps; ++step) {
    Eigen::Matrix<double, Eigen::Dynamic, kParameters> slope(here->size(), kParameters);
    for (int i = 0; i < kParameters; ++i) {
      const Vector probe = Vector::Unit(i) * kProbe;
      const std::optional<Eigen::VectorXd> after = residuals(best.at + probe);
      const std::optional<Eigen::VectorXd> before = residuals(best.at - probe);
      if (!after || !before) return best;  // at the edge of where there are answers
      slope.col(i) = (*after - *before) / (2 * kProbe);
    }
    best.information = slope.transpose() * slope;
    const Vector downhill = slope.transpose() * *here;
    const double gained_from = best.cost;
    bool moved = false;
    while (!moved && damping < kMostDamping) {
      Matrix damped = best.information;
      damped.diagonal() += damping * (best.information.diagonal().array() + 1e-9).matrix();
      const Vector next = best.at - Vector(damped.ldlt().solve(downhill));
      std::optional<Eigen::VectorXd> there;
      if (next.allFinite()) there = residuals(next);
      moved = there && there->squaredNorm() < best.cost;
      if (moved) {
        best.at = next;
        best.cost = there->squaredNorm();
        here = std::move(there);
      }
      damping = moved ? std::max(damping / 10, 1e-12) : damping * 10;
    }
    if (!moved || gained_from - best.cost <= kSmallGain * gained_from) break;
  }
  return best;
}

}  // namespace throng
