// A camera that does not roll: from people's heights, or from a measured height and tilt.
// SPDX-License-Identifier: Apache-2.0
#include <Eigen/Core>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "counter/site/calibrate.h"
#include "counter/site/fit_camera.h"
#include "counter/site/least_squares.h"

namespace throng {
namespace {

constexpr std::size_t kFewestHeights = 2;
constexpr double kMostTiltErrorRad = 0.35;    // 20 degrees for marks that are 1 px off
constexpr double kMostHeightErrorLog = 0.35;  // 40 %

bool IsFieldOfView(double degrees) { return degrees > 0 && degrees < 180; }

struct Optics {
  ImageSize picture;
  double focal_px;
  double lens_bend;
};

Optics OpticsOf(ImageSize picture, double field_of_view_deg, double lens_bend) {
  return {picture, FocalPx(picture, field_of_view_deg, lens_bend), lens_bend};
}

Result<Camera> UprightCamera(const Optics& optics, double height_m, double tilt_rad,
                             const Standpoint& stand = {{0, 0}, 0}) {
  const double s = std::sin(tilt_rad);
  const double c = std::cos(tilt_rad);
  const double heading_rad = stand.heading_deg * std::numbers::pi / 180;
  const double east = std::sin(heading_rad);
  const double north = std::cos(heading_rad);
  // How far the site's origin lies to the right of the camera, and ahead of it.
  const double right_m = east * stand.under.y_m - north * stand.under.x_m;
  const double ahead_m = -east * stand.under.x_m - north * stand.under.y_m;
  return Camera::Make(
      {.picture = optics.picture,
       .focal_px = optics.focal_px,
       .camera_from_site = {north, -east, 0, -s * east, -s * north, -c, c * east, c * north, -s},
       .site_origin_m = {right_m, height_m * c - s * ahead_m, height_m * s + c * ahead_m},
       .lens_bend = optics.lens_bend});
}

std::optional<ImagePoint> HeadSeen(const Camera& camera, const HeightMark& mark) {
  const Result<GroundPoint> ground = camera.GroundFromImage(mark.foot);
  if (!ground) return std::nullopt;
  const Result<ImagePoint> head = camera.ImageFromGround(*ground, mark.height);
  if (!head) return std::nullopt;
  return *head;
}

// Tilt in radians and the logarithm of the height in metres.
using TiltAndHeight = Eigen::Vector2d;

Result<Camera> CameraAt(const Optics& optics, const TiltAndHeight& at) {
  if (!(at(0) > -0.5) || !(at(0) < 1.6)) return Fault::kNoCamera;  // -29..92 degrees
  return UprightCamera(optics, std::exp(at(1)), at(0));
}

// The best of a coarse grid of poses refined: the valley is long, with more than one floor.
template <class Residuals>
std::optional<LeastSquares<2>> BestFromGrid(const Residuals& residuals) {
  std::optional<LeastSquares<2>> best;
  for (int tilt_deg = 5; tilt_deg < 90; tilt_deg += 12) {
    for (int height_m = 2; height_m < 100; height_m *= 2) {
      const TiltAndHeight start(tilt_deg * std::numbers::pi / 180, std::log(height_m));
      const std::optional<LeastSquares<2>> found = Minimise<2>(residuals, start);
      if (found && (!best || found->cost < best->cost)) best = found;
    }
  }
  return best;
}

// Whether marks that are one pixel off would still give about the same camera.
bool IsDetermined(const LeastSquares<2>& found) {
  const double determinant = found.information.determinant();
  if (!(determinant > 0)) return false;
  const double tilt_error = std::sqrt(found.information(1, 1) / determinant);
  const double height_error = std::sqrt(found.information(0, 0) / determinant);
  return tilt_error < kMostTiltErrorRad && height_error < kMostHeightErrorLog;
}

Residual ResidualOf(const HeightMark& mark, ImagePoint head_seen) {
  const double seen_px =
      std::hypot(head_seen.x_px - mark.foot.x_px, head_seen.y_px - mark.foot.y_px);
  const double marked_px =
      std::hypot(mark.head.x_px - mark.foot.x_px, mark.head.y_px - mark.foot.y_px);
  const double off_px =
      std::hypot(head_seen.x_px - mark.head.x_px, head_seen.y_px - mark.head.y_px);
  return {off_px, mark.height * std::abs(marked_px / seen_px - 1), false};
}

}  // namespace

Result<Calibration> CalibrateFromHeights(ImageSize picture, double field_of_view_deg,
                                         std::span<const HeightMark> marks, double lens_bend) {
  if (marks.size() < kFewestHeights) return Fault::kTooFewMarks;
  if (!IsFieldOfView(field_of_view_deg)) return Fault::kNoCamera;
  const Optics optics = OpticsOf(picture, field_of_view_deg, lens_bend);
  const auto residuals = [&](const TiltAndHeight& at) -> std::optional<Eigen::VectorXd> {
    const Result<Camera> camera = CameraAt(optics, at);
    if (!camera) return std::nullopt;
    Eigen::VectorXd off(2 * marks.size());
    Eigen::Index row = 0;
    for (const HeightMark& mark : marks) {
      const std::optional<ImagePoint> head = HeadSeen(*camera, mark);
      if (!head) return std::nullopt;
      off(row++) = head->x_px - mark.head.x_px;
      off(row++) = head->y_px - mark.head.y_px;
    }
    return off;
  };
  const std::optional<LeastSquares<2>> found = BestFromGrid(residuals);
  if (!found) return Fault::kNoCamera;
  if (!IsDetermined(*found)) return Fault::kTooFewMarks;
  const Result<Camera> camera = CameraAt(optics, found->at);
  if (!camera) return camera.error();

  Calibration calibration{*camera, {}, 0};
  double sum = 0;
  for (const HeightMark& mark : marks) {
    const std::optional<ImagePoint> head = HeadSeen(*camera, mark);
    if (!head) return Fault::kNoCamera;
    calibration.residuals.push_back(ResidualOf(mark, *head));
    sum += std::pow(calibration.residuals.back().image_px, 2);
  }
  calibration.rms_px = std::sqrt(sum / static_cast<double>(marks.size()));
  return calibration;
}

Result<Calibration> CalibrateFromPose(ImageSize picture, double field_of_view_deg, Metres height,
                                      double tilt_deg, const Standpoint& stand, double lens_bend) {
  if (!IsFieldOfView(field_of_view_deg)) return Fault::kNoCamera;
  const Result<Camera> camera =
      UprightCamera(OpticsOf(picture, field_of_view_deg, lens_bend), height.value(),
                    tilt_deg * std::numbers::pi / 180, stand);
  if (!camera) return camera.error();
  return Calibration{*camera, {}, 0};
}

}  // namespace throng
