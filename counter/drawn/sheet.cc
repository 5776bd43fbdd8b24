// Tiles pictures.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/sheet.h"

#include <opencv2/imgproc.hpp>

#include "counter/base/check.h"

namespace throng {

cv::Mat ContactSheet(const std::vector<DrawnPicture>& pictures, int columns, bool marked) {
  COUNTER_CHECK(!pictures.empty() && columns > 0);
  const cv::Size size = pictures.front().bgr.size();
  const int rows = (static_cast<int>(pictures.size()) + columns - 1) / columns;
  cv::Mat sheet(rows * size.height, columns * size.width, CV_8UC3, cv::Scalar::all(255));
  for (int i = 0; i < static_cast<int>(pictures.size()); ++i) {
    const DrawnPicture& picture = pictures[static_cast<std::size_t>(i)];
    const cv::Rect place(cv::Point(i % columns * size.width, i / columns * size.height), size);
    cv::Mat tile = sheet(place);
    picture.bgr.copyTo(tile);
    for (const DrawnPerson& person : picture.persons) {
      if (!marked) break;
      const bool shows = person.visible > 0.25F || person.head_visible > 0.3F;
      cv::circle(tile, person.head_px, 2, shows ? cv::Scalar(0, 255, 0) : cv::Scalar(0, 0, 255), 1);
    }
  }
  return sheet;
}

}  // namespace throng
