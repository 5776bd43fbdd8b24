// Tiles pictures, and writes them as PNG or JPEG.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/sheet.h"

#include <fstream>
#include <opencv2/imgcodecs.hpp>
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

bool IsSheetName(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

Status WriteSheet(const std::filesystem::path& file, const cv::Mat& sheet) {
  COUNTER_CHECK(IsSheetName(file));
  std::vector<std::uint8_t> bytes;
  try {
    if (!cv::imencode(file.extension().string(), sheet, bytes)) return Fault::kInternal;
  } catch (const cv::Exception&) {
    return Fault::kInternal;
  }
  std::error_code unknown;
  const std::filesystem::path folder = file.parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder, unknown)) return Fault::kNotAFolder;
  std::ofstream out(file, std::ios::binary);
  if (!out) return Fault::kNotPermitted;
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return Fault::kDiskFull;
  return Done{};
}

}  // namespace throng
