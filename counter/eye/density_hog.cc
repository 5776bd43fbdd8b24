// The adapter to OpenCV's HOG: its boxes exist only as locals of one function.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/density_hog.h"

#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>
#include <vector>

#include "counter/eye/opencv_setup.h"

namespace throng {
namespace {

constexpr ImageSize kSmallest{64, 128};  // the detector's window

// The library trained on windows of 64 x 128 with a margin of 16 around the person.
constexpr double kMarginOfHeight = 16.0 / 128.0;

ImagePoint FootIn(const cv::Rect& window) {
  return {window.x + 0.5 * window.width, window.y + (1.0 - kMarginOfHeight) * window.height};
}

class HogModel final : public DensityModel {
 public:
  HogModel() { detector_.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector()); }

  Result<DensityMap> DensityOf(const Frame& frame) override {
    DensityMap density(frame.size());
    // Throws on a picture smaller than its window; nobody is found there either.
    if (frame.size().width_px < kSmallest.width_px) return density;
    if (frame.size().height_px < kSmallest.height_px) return density;
    try {
      std::vector<cv::Rect> windows;
      detector_.detectMultiScale(frame.Bgr(), windows, 0.0, cv::Size(8, 8));
      for (const cv::Rect& window : windows) density.Add(FootIn(window), Persons(1));
    } catch (const cv::Exception&) {
      return Fault::kInternal;
    }
    return density;
  }

  // The baseline is taken as it is: it looks everywhere, and misses whom it misses.
  bool Reaches(ImagePoint) const override { return true; }

 private:
  cv::HOGDescriptor detector_;
};

}  // namespace

Result<std::unique_ptr<DensityModel>> MakeHogModel() {
  try {
    SetUpOpenCv();
    std::unique_ptr<DensityModel> model = std::make_unique<HogModel>();
    const Result<DensityMap> first = model->DensityOf(Frame(kSmallest, Duration(0)));
    if (!first) return first.error();
    return model;
  } catch (const cv::Exception&) {
    return Fault::kInternal;
  }
}

}  // namespace throng
