// Photographs without people, to lay below and behind painted ones or to show in their place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

#include "counter/base/result.h"
#include "counter/drawn/random.h"
#include "counter/drawn/surface.h"

namespace throng {

// At least one picture. Whoever fills the folder answers for it that nobody is in them.
class Photographs {
 public:
  // Every .jpg, .jpeg and .png in `folder`, in the order of their names. Fault::kNotAFolder,
  // kNotPermitted, kNotFound if it holds none, kNoPicture if one cannot be decoded.
  static Result<Photographs> Read(const std::filesystem::path& folder);

  // A part of one by chance, turned and lit by chance: CV_32FC3, its sides at most `most_px` long.
  cv::Mat AnyPart(Random& random, int most_px) const;

  // A picture of one as a camera would see it, near or from afar: CV_32FC3 of `size_px`.
  cv::Mat AnyPicture(Random& random, cv::Size size_px) const;

  // `count` surfaces, whose shorter sides are `least_m` to `most_m` long.
  std::vector<Surface> AnySurfaces(Random& random, int count, float least_m, float most_m,
                                   int most_px) const;

 private:
  explicit Photographs(std::vector<cv::Mat> pictures) : pictures_(std::move(pictures)) {}
  const cv::Mat& Any(Random& random) const;

  std::vector<cv::Mat> pictures_;  // CV_8UC3
};

}  // namespace throng
