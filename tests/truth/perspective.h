// From the perspective table of a public data set to a site file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "counter/site/geometry.h"

namespace throng {

// How tall a standing adult is in a picture: pixels at each row of his feet. Never empty.
class Perspective {
 public:
  // From lines "row,area_weight" below a header: the height at a row is factor_px /
  // sqrt(area_weight). Nothing if the file cannot be read, or holds something else.
  static std::optional<Perspective> Read(const std::filesystem::path& file, double factor_px);

  explicit Perspective(std::vector<double> height_px) : height_px_(std::move(height_px)) {}

  // Where the feet are below the middle of a head at `head_row`; at most the last row.
  double FootRow(double head_row) const;

  // A site with one camera and one zone "picture", `outline` in rows of heads; heads below the last
  // row of feet are in it too.
  std::string SiteFile(ImageSize picture, const std::vector<ImagePoint>& outline) const;

 private:
  std::vector<double> height_px_;
};

}  // namespace throng
