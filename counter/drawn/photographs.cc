// Reads a folder of photographs, and cuts, turns and lights parts of them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/photographs.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <system_error>

namespace throng {
namespace {

bool IsPhotograph(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  return ending == ".jpg" || ending == ".jpeg" || ending == ".png";
}

Result<cv::Mat> ReadPicture(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Fault::kNotPermitted;
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.empty()) return Fault::kNoPicture;
  cv::Mat picture;
  try {
    picture = cv::imdecode(bytes, cv::IMREAD_COLOR);
  } catch (const cv::Exception&) {
    return Fault::kNoPicture;
  }
  if (picture.empty()) return Fault::kNoPicture;
  return picture;
}

// Light as on a Canvas, of another hour and another camera.
cv::Mat Lit(Random& random, const cv::Mat& bytes) {
  cv::Mat light;
  bytes.convertTo(light, CV_32FC3, 1 / 255.0);
  if (random.Chance(0.5F)) cv::flip(light, light, 1);
  const double contrast = double{random.LogBetween(0.7F, 1.4F)};
  const double gain = double{random.LogBetween(0.5F, 1.7F)};
  const cv::Scalar tint(random.Normal(1, 0.06F), random.Normal(1, 0.03F), random.Normal(1, 0.06F));
  const cv::Scalar mean = cv::mean(light);
  cv::subtract(light, mean, light);
  cv::add(light * contrast, mean, light);
  cv::multiply(light, tint * gain, light);
  cv::max(light, 0.0, light);
  return light;
}

}  // namespace

Result<Photographs> Photographs::Read(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return Fault::kNotAFolder;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (IsPhotograph(at->path())) files.push_back(at->path());
  }
  if (error) return Fault::kNotPermitted;
  if (files.empty()) return Fault::kNotFound;
  std::ranges::sort(files);
  std::vector<cv::Mat> pictures;
  for (const std::filesystem::path& file : files) {
    Result<cv::Mat> picture = ReadPicture(file);
    if (!picture) return picture.error();
    pictures.push_back(*std::move(picture));
  }
  return Photographs(std::move(pictures));
}

const cv::Mat& Photographs::Any(Random& random) const {
  const int last = static_cast<int>(pictures_.size()) - 1;
  return pictures_[static_cast<std::size_t>(random.Whole(0, last))];
}

cv::Mat Photographs::AnyPart(Random& random, int most_px) const {
  const cv::Mat& picture = Any(random);
  const float share = random.Chance(0.4F) ? 1.0F : random.Between(0.3F, 1);
  const auto cut = [share](int length) {
    return std::max(1, static_cast<int>(share * static_cast<float>(length)));
  };
  const cv::Size size(cut(picture.cols), cut(picture.rows));
  const cv::Point left_top(random.Whole(0, picture.cols - size.width),
                           random.Whole(0, picture.rows - size.height));
  cv::Mat part = picture(cv::Rect(left_top, size));
  const double scale = static_cast<double>(most_px) / std::max(size.width, size.height);
  if (scale < 1) {
    const cv::Size smaller(std::max(1, static_cast<int>(scale * size.width)),
                           std::max(1, static_cast<int>(scale * size.height)));
    cv::resize(part, part, smaller, 0, 0, cv::INTER_AREA);
  }
  return Lit(random, part);
}

cv::Mat Photographs::AnyPicture(Random& random, cv::Size size_px) const {
  const cv::Mat& picture = Any(random);
  const int longest = std::max(size_px.width, size_px.height);
  // So many times as long as what is asked for; beyond its ends it is mirrored.
  const float times = random.LogBetween(0.25F, 2.5F);
  const double scale = std::min(
      3.0, double{times} * longest / static_cast<double>(std::min(picture.cols, picture.rows)));
  cv::Mat scaled;
  cv::resize(picture, scaled, cv::Size(), scale, scale,
             scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  const cv::Size more(std::max(0, size_px.width - scaled.cols),
                      std::max(0, size_px.height - scaled.rows));
  if (more.width > 0 || more.height > 0) {
    const int left = random.Whole(0, more.width);
    const int top = random.Whole(0, more.height);
    cv::copyMakeBorder(scaled, scaled, top, more.height - top, left, more.width - left,
                       cv::BORDER_REFLECT);
  }
  const cv::Point left_top(random.Whole(0, scaled.cols - size_px.width),
                           random.Whole(0, scaled.rows - size_px.height));
  return Lit(random, scaled(cv::Rect(left_top, size_px)));
}

std::vector<Surface> Photographs::AnySurfaces(Random& random, int count, float least_m,
                                              float most_m, int most_px) const {
  std::vector<Surface> surfaces;
  for (int i = 0; i < count; ++i) {
    const cv::Mat part = AnyPart(random, most_px);
    const float side_m = random.LogBetween(least_m, most_m);
    const cv::Point2f begin_m(random.Uniform() * side_m, random.Uniform() * side_m);
    surfaces.emplace_back(part, side_m, begin_m);
  }
  return surfaces;
}

}  // namespace throng
