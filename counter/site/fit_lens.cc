// One number, so its whole range is tried, then the neighbourhood of the best.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/fit_lens.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "counter/site/lens.h"

namespace throng {
namespace {

constexpr double kStep = 0.01;     // of the bend, over its range
constexpr double kFinest = 1e-5;   // of the search
constexpr double kClickPx = 1;     // how well people click, at best
constexpr double kMostOpen = 0.1;  // one standard deviation of the bend
constexpr double kSamePx = 2;      // two clicks nearer than this say nothing of a line

// What is off the best line through the points, squared, in pixels of the picture.
double OffLine(const ImageLine& line, const Lens& lens) {
  Eigen::Matrix2Xd straight(2, static_cast<Eigen::Index>(line.size()));
  double magnified = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::optional<ImagePoint> at = lens.Straight(line[i]);
    if (!at) return std::numeric_limits<double>::infinity();
    straight.col(static_cast<Eigen::Index>(i)) << at->x_px, at->y_px;
    magnified += lens.Magnification(line[i]) / static_cast<double>(line.size());
  }
  straight.colwise() -= Eigen::Vector2d(straight.rowwise().mean());
  const Eigen::Matrix2d scatter = straight * straight.transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> axes(scatter, Eigen::EigenvaluesOnly);
  // Else a lens that makes all small would make all straight.
  return std::max(0.0, axes.eigenvalues()(0)) * magnified * magnified;
}

class Cost {
 public:
  Cost(ImageSize picture, std::span<const ImageLine> lines) : picture_(picture), lines_(lines) {}
  double At(double bend) const {
    const Lens lens(picture_, bend);
    double sum = 0;
    for (const ImageLine& line : lines_) sum += OffLine(line, lens);
    return sum;
  }

 private:
  ImageSize picture_;
  std::span<const ImageLine> lines_;
};

ImageLine WithoutRepeats(const ImageLine& line) {
  ImageLine once;
  for (const ImagePoint& point : line) {
    const bool known = std::ranges::any_of(once, [&point](const ImagePoint& other) {
      return std::hypot(point.x_px - other.x_px, point.y_px - other.y_px) < kSamePx;
    });
    if (!known) once.push_back(point);
  }
  return once;
}

}  // namespace

Result<LensFit> FitLens(ImageSize picture, std::span<const ImageLine> lines) {
  std::vector<ImageLine> useful;
  double points = 0;
  for (const ImageLine& line : lines) {
    ImageLine once = WithoutRepeats(line);
    if (once.size() < 3) continue;
    points += static_cast<double>(once.size());
    useful.push_back(std::move(once));
  }
  if (useful.empty()) return Fault::kTooFewMarks;
  const Cost cost(picture, useful);
  double bend = 0;
  double least = cost.At(0);
  const auto take_if_better = [&](double tried) {
    const double off = cost.At(tried);
    if (off >= least) return;
    bend = tried;
    least = off;
  };
  const auto steps = std::lround((Lens::kMostCushion - Lens::kMostBarrel) / kStep);
  for (int i = 0; i <= steps; ++i) {
    take_if_better(std::min(Lens::kMostBarrel + i * kStep, Lens::kMostCushion));
  }
  double step = kStep;
  while (step > kFinest) {
    step /= 2;
    take_if_better(std::max(bend - step, Lens::kMostBarrel));
    take_if_better(std::min(bend + step, Lens::kMostCushion));
  }
  const double rms_px = std::sqrt(least / points);
  // Half the second derivative of what is off, squared: what a click's error leaves of the bend.
  const double curved =
      (cost.At(bend + kStep / 2) + cost.At(bend - kStep / 2) - 2 * least) / (kStep * kStep / 2);
  const double open = std::max(kClickPx, rms_px) / std::sqrt(std::max(curved, 1e-9));
  if (!(open <= kMostOpen)) return Fault::kMarksInLine;
  const double at_end = std::min(bend - Lens::kMostBarrel, Lens::kMostCushion - bend);
  if (at_end < kStep / 2) return Fault::kNoCamera;
  return LensFit{bend, rms_px, std::sqrt(cost.At(0) / points)};
}

}  // namespace throng
