// Checks and sums estimates.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/estimate.h"

#include <cmath>

#include "counter/base/check.h"

namespace throng {

Estimate::Estimate(Persons mean, Persons sigma) : mean_(mean), sigma_(sigma) {
  COUNTER_CHECK(std::isfinite(mean.value()) && mean.value() >= 0.0);
  COUNTER_CHECK(std::isfinite(sigma.value()) && sigma.value() > 0.0);
}

Estimate operator+(const Estimate& a, const Estimate& b) {
  return {a.mean() + b.mean(), Persons(std::hypot(a.sigma().value(), b.sigma().value()))};
}

}  // namespace throng
