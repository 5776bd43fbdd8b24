// Ellipses and polygons whose sizes follow a power law, later ones over earlier ones.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/leaves.h"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "counter/drawn/wardrobe.h"

namespace throng {
namespace {

cv::Scalar ColourOf(Random& random, const Colour& received) {
  const Colour colour = AnyPaint(random).colour.mul(received);
  return {colour[0], colour[1], colour[2]};
}

void DrawLeaf(Random& random, const cv::Point& middle, float size_px, const cv::Scalar& colour,
              cv::Mat& colours) {
  const double angle_deg = double{random.Between(0, 360)};
  const cv::Size2f axes(size_px, size_px * random.LogBetween(0.15F, 1));
  const cv::RotatedRect box(middle, axes, static_cast<float>(angle_deg));
  if (random.Chance(0.4F)) {
    cv::ellipse(colours, box, colour, cv::FILLED);
    return;
  }
  std::vector<cv::Point2f> corners(4);
  box.points(corners.data());
  if (random.Chance(0.3F)) corners.pop_back();
  const std::vector<cv::Point> outline(corners.begin(), corners.end());
  cv::fillConvexPoly(colours, outline, colour);
}

}  // namespace

void DrawLeaves(Random& random, Canvas& canvas) {
  cv::Mat& colours = canvas.colours();
  const Light& light = canvas.light();
  const Colour received = light.ambient + light.direct * 0.5F;
  const auto largest = static_cast<float>(colours.cols) / 2;
  const cv::Rect all(cv::Point(0, 0), colours.size());
  cv::Rect part = all;
  if (random.Chance(0.6F)) {
    part = cv::Rect(random.Whole(-all.width / 2, all.width / 2),
                    random.Whole(-all.height / 2, all.height / 2), all.width, all.height) &
           all;
  }
  const int leaves = static_cast<int>(random.LogBetween(60, 3000));
  const float steepness = random.Between(0.2F, 1.0F);  // many small ones, or fewer
  for (int i = 0; i < leaves; ++i) {
    const float large = 1 - static_cast<float>(i) / static_cast<float>(leaves);  // large ones first
    const float size = 4 + largest * std::pow(large, 1 + 6 * steepness) * random.Uniform();
    const cv::Point middle(part.x + random.Whole(0, part.width),
                           part.y + random.Whole(0, part.height));
    DrawLeaf(random, middle, size, ColourOf(random, received), colours);
  }
}

}  // namespace throng
