// Counted moments to a scale and an offset for a camera's counts, and how sure of them we are.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "counter/base/units.h"
#include "counter/occupancy/estimate.h"
#include "counter/site/site.h"

namespace throng {

// known = scale * counted + offset, for all patches of one camera together.
class Correction {
 public:
  // Bayesian least squares, from a scale of 1 and an offset of 0 give or take what places were seen
  // to differ by. So one moment moves little and ten move nearly all the way. Needs at least one
  // moment.
  static Correction Fit(std::span<const Moment> moments);

  double scale() const { return scale_; }
  Persons offset() const { return offset_; }

  // Of a patch that covers `share` (0..1) of the area of the camera's patches, where `counted` were
  // read. No sight and no rounding in it. Its sigma is what makes the 90% interval Student's t:
  // more than the standard deviation, the more so the fewer the moments.
  Estimate Apply(Persons counted, double share) const;

 private:
  Correction() = default;

  double scale_ = 1;
  Persons offset_{0};
  double scale_variance_ = 0;
  double offset_variance_ = 0;
  double covariance_ = 0;
  double noise_ = 0;  // variance that is left for each counted person, and for an empty patch
  double wider_ = 1;  // sigma over standard deviation
};

// At CameraIndex: from the moments that `model` counted; nothing where there are none. Moments of
// another model say nothing about this one.
std::vector<std::optional<Correction>> CorrectionsOf(const Site& site, std::string_view model);

}  // namespace throng
