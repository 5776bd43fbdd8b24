// Heights at rows become height_marks.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/perspective.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace throng {
namespace {

constexpr double kPersonM = 1.70;
constexpr double kHeadM = 1.60;  // the middle of the head above the ground

// What the tables do not say. The marks fit the better the narrower the view is, so they cannot
// tell: this one is an ordinary lens.
constexpr double kFieldOfViewDeg = 30;

constexpr int kMarks = 8;

}  // namespace

std::optional<Perspective> Perspective::Read(const std::filesystem::path& file, double factor_px) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  std::vector<double> height_px;
  double row = 0;
  double area_weight = 0;
  for (char comma = 0; in >> row >> comma >> area_weight;) {
    if (row != static_cast<double>(height_px.size()) || area_weight <= 0) return std::nullopt;
    height_px.push_back(factor_px / std::sqrt(area_weight));
  }
  if (!in.eof() || height_px.empty()) return std::nullopt;
  return Perspective(std::move(height_px));
}

double Perspective::FootRow(double head_row) const {
  for (std::size_t row = 0; row < height_px_.size(); ++row) {
    if (static_cast<double>(row) - height_px_[row] * kHeadM / kPersonM >= head_row) {
      return static_cast<double>(row);
    }
  }
  return static_cast<double>(height_px_.size());
}

std::string Perspective::SiteFile(ImageSize picture, const std::vector<ImagePoint>& outline) const {
  std::ostringstream site;
  site << "[site]\nname = \"footage\"\n[[camera]]\nname = \"camera\"\nsource = \"footage.avi\"\n"
       << "picture = [" << picture.width_px << ", " << picture.height_px << "]\n"
       << "field_of_view_deg = " << kFieldOfViewDeg << ".0\nheight_marks = [\n";
  const double middle = picture.width_px / 2.0;
  std::size_t first = 0;  // whose head is in the picture
  while (static_cast<double>(first) < height_px_[first]) ++first;
  for (std::size_t i = 0; i < kMarks; ++i) {
    const std::size_t row = first + i * (height_px_.size() - 1 - first) / (kMarks - 1);
    const double foot = static_cast<double>(row) + 0.5;
    site << "  { foot = [" << middle << ", " << foot << "], head = [" << middle << ", "
         << foot - height_px_[row] << "], metres = " << kPersonM << " },\n";
  }
  site << "]\n[[zone]]\nname = \"picture\"\nkind = \"walkway\"\ncamera = \"camera\"\nimage = [";
  for (const ImagePoint& point : outline) {
    site << "[" << point.x_px << ", "
         << std::min(FootRow(point.y_px), static_cast<double>(picture.height_px)) << "], ";
  }
  site << "]\n";
  return site.str();
}

}  // namespace throng
