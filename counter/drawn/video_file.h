// A video file of JPEG pictures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>

#include "counter/base/result.h"

namespace throng {

// Whether VideoFile knows how to write such a file: its name ends in .avi, .mkv or .mov.
bool IsVideoName(const std::filesystem::path& file);

// Motion JPEG: each picture decodes alone, and OpenCV encodes it already; only the container is
// FFmpeg's. The same pictures give the same bytes.
class VideoFile {
 public:
  // `file` satisfies IsVideoName. Faults: kNotAFolder, kNotPermitted, kDiskFull.
  static Result<VideoFile> Make(const std::filesystem::path& file, cv::Size size_px,
                                double pictures_per_s);
  ~VideoFile();
  VideoFile(VideoFile&&) noexcept;
  VideoFile& operator=(VideoFile&&) = delete;

  // `bgr`: CV_8UC3 of the size that was stated (checked). Fault::kDiskFull, kNotPermitted.
  Status Add(const cv::Mat& bgr);

  // Writes the index; without it the file is no video. Call once, last. Faults as Add.
  Status Finish();

 private:
  struct Container;
  explicit VideoFile(std::unique_ptr<Container> container);

  std::unique_ptr<Container> container_;
};

}  // namespace throng
