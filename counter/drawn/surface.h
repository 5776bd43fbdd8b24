// A picture laid on ground, walls or clothes, in metres, mirrored where it ends.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "counter/drawn/shape.h"

namespace throng {

// Immutable.
class Surface {
 public:
  // `picture`: CV_32FC3, not empty. Its shorter side is `side_m` long; `begin_m` lies at its
  // corner.
  Surface(const cv::Mat& picture, float side_m, cv::Point2f begin_m);

  // `pixel_m` is how much one pixel covers there: what is finer fades to its mean.
  Colour At(float u_m, float v_m, float pixel_m) const;

 private:
  std::vector<cv::Mat> levels_;  // each half as large as the one before
  float px_per_m_;
  cv::Point2f begin_m_;
};

// Lays one of `surfaces` on `share` of what `shape` is painted with, mixed with the paint if
// `mixed`. The same paint gets the same; a paint without a seed, such as skin, gets none.
// `surfaces` must outlive the shape.
void LaySurfaces(const std::vector<Surface>& surfaces, float share, bool mixed, Shape& shape);

}  // namespace throng
