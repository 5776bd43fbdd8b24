// From a homography to focal length and pose, refined until the marks fit best.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/fit_camera.h"

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "counter/base/check.h"
#include "counter/site/homography.h"
#include "counter/site/least_squares.h"

namespace throng {
namespace {

// Looking straight down, marks leave the focal length open: any lens fits from its own height.
// Then this lens is preferred, with the weight of some pixels for a factor of e.
constexpr double kUsualFieldOfViewDeg = 60;
constexpr double kPreferencePx = 4;

constexpr std::array<double, 4> kStartFieldsOfViewDeg{25, 45, 75, 110};

// Marks moved to their centre and scaled to its surroundings, so that all parameters are near 1.
struct LocalMarks {
  std::vector<GroundMark> marks;
  Eigen::Vector2d centre_m;
  double scale_m;
};

LocalMarks MakeLocal(std::span<const GroundMark> marks) {
  Eigen::Vector2d centre = Eigen::Vector2d::Zero();
  for (const GroundMark& mark : marks) {
    centre +=
        Eigen::Vector2d(mark.on_ground.x_m, mark.on_ground.y_m) / static_cast<double>(marks.size());
  }
  double scale = 0;
  for (const GroundMark& mark : marks) {
    scale = std::max(scale,
                     std::hypot(mark.on_ground.x_m - centre.x(), mark.on_ground.y_m - centre.y()));
  }
  LocalMarks local{{}, centre, scale};
  for (const GroundMark& mark : marks) {
    local.marks.push_back(
        {mark.in_image,
         {(mark.on_ground.x_m - centre.x()) / scale, (mark.on_ground.y_m - centre.y()) / scale}});
  }
  return local;
}

// Seven numbers around a rough pose: a turn, where the site's origin appears (in picture widths),
// its distance along the view direction (log), the focal length (log of pixels).
using Parameters = Eigen::Matrix<double, 7, 1>;

Parameters ParametersOf(const RoughPose& rough, ImageSize picture) {
  const Eigen::Vector3d& origin = rough.site_origin_m;
  Parameters parameters;
  parameters << 0, 0, 0, origin.hnormalized() * (rough.focal_px / picture.width_px),
      std::log(origin.z()), std::log(rough.focal_px);
  return parameters;
}

RoughPose PoseFrom(const Parameters& parameters, const RoughPose& rough, ImageSize picture) {
  const Eigen::Vector3d turn = parameters.head<3>();
  const double angle = turn.norm();
  const Eigen::Vector3d axis = angle > 0 ? Eigen::Vector3d(turn / angle) : Eigen::Vector3d::UnitX();
  const double focal_px = std::exp(parameters(6));
  const Eigen::Vector2d direction = parameters.segment<2>(3) * (picture.width_px / focal_px);
  return {focal_px, rough.camera_from_site * Eigen::AngleAxisd(angle, axis).toRotationMatrix(),
          Eigen::Vector3d(direction.homogeneous()) * std::exp(parameters(5))};
}

double HeightOf(const RoughPose& pose) {
  return -(pose.camera_from_site.col(2).dot(pose.site_origin_m));
}

std::optional<LeastSquares<7>> Refine(const RoughPose& rough, ImageSize picture,
                                      std::span<const GroundMark> marks, double lens_bend) {
  const Lens lens(picture, lens_bend);
  const double usual_log_focal = std::log(FocalPx(picture, kUsualFieldOfViewDeg));
  const auto residuals = [&](const Parameters& parameters) -> std::optional<Eigen::VectorXd> {
    const RoughPose pose = PoseFrom(parameters, rough, picture);
    if (!(HeightOf(pose) > 0)) return std::nullopt;
    Eigen::VectorXd off(2 * marks.size() + 1);
    Eigen::Index row = 0;
    for (const GroundMark& mark : marks) {
      const Eigen::Vector3d in_camera =
          pose.camera_from_site * Eigen::Vector3d(mark.on_ground.x_m, mark.on_ground.y_m, 0) +
          pose.site_origin_m;
      if (!(in_camera.z() > 1e-6)) return std::nullopt;
      const Eigen::Vector2d straight = in_camera.hnormalized() * pose.focal_px;
      const std::optional<ImagePoint> seen = lens.Seen(
          {straight.x() + picture.width_px / 2.0, straight.y() + picture.height_px / 2.0});
      if (!seen) return std::nullopt;
      off(row++) = seen->x_px - mark.in_image.x_px;
      off(row++) = seen->y_px - mark.in_image.y_px;
    }
    off(row) = kPreferencePx * (parameters(6) - usual_log_focal);
    if (!off.allFinite()) return std::nullopt;
    return off;
  };
  return Minimise<7>(residuals, ParametersOf(rough, picture));
}

// A flat scene seen from far looks nearly the same when it leans the other way.
RoughPose LeaningTheOtherWay(const RoughPose& pose) {
  const Eigen::Vector3d sight = pose.site_origin_m.normalized();
  const Eigen::Vector3d normal = pose.camera_from_site.col(2);
  const Eigen::Vector3d mirrored = 2 * sight.dot(normal) * sight - normal;
  return {pose.focal_px,
          Eigen::Quaterniond::FromTwoVectors(normal, mirrored).toRotationMatrix() *
              pose.camera_from_site,
          pose.site_origin_m};
}

std::vector<RoughPose> StartsFor(ImageSize picture, const Homography& homography) {
  std::vector<double> focal_px = FocalLengths(homography);
  for (const double degrees : kStartFieldsOfViewDeg) focal_px.push_back(FocalPx(picture, degrees));
  std::vector<RoughPose> starts;
  for (const double focal : focal_px) {
    const std::optional<RoughPose> pose = PoseAt(homography, focal);
    if (!pose || !(HeightOf(*pose) > 0) || !(pose->site_origin_m.z() > 0)) continue;
    starts.push_back(*pose);
    starts.push_back(LeaningTheOtherWay(*pose));
  }
  return starts;
}

// As a pinhole would show them. Nothing if one lies beyond what the lens can show.
std::optional<std::vector<GroundMark>> Straightened(const std::vector<GroundMark>& marks,
                                                    const Lens& lens) {
  std::vector<GroundMark> straight;
  for (const GroundMark& mark : marks) {
    const std::optional<ImagePoint> at = lens.Straight(mark.in_image);
    if (!at) return std::nullopt;
    straight.push_back({*at, mark.on_ground});
  }
  return straight;
}

std::optional<Camera> ToCamera(const RoughPose& pose, ImageSize picture, const LocalMarks& local,
                               double lens_bend) {
  const Eigen::Vector3d centre(local.centre_m.x(), local.centre_m.y(), 0);
  const Eigen::Vector3d origin =
      pose.site_origin_m * local.scale_m - pose.camera_from_site * centre;
  CameraPose made{picture, pose.focal_px, {}, {origin.x(), origin.y(), origin.z()}, lens_bend};
  Eigen::Map<Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(made.camera_from_site.data()) =
      pose.camera_from_site;
  const Result<Camera> camera = Camera::Make(made);
  if (!camera) return std::nullopt;
  return *camera;
}

// Standard deviation across the line that fits best, and along it.
std::array<double, 2> SpreadOf(const std::vector<Eigen::Vector2d>& points, std::size_t without) {
  Eigen::Vector2d mean = Eigen::Vector2d::Zero();
  const auto count = static_cast<double>(points.size() - 1);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i != without) mean += points[i] / count;
  }
  Eigen::Matrix2d scatter = Eigen::Matrix2d::Zero();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i != without) scatter += (points[i] - mean) * (points[i] - mean).transpose() / count;
  }
  const double half_trace = scatter.trace() / 2;
  const double root = std::sqrt(std::max(0.0, half_trace * half_trace - scatter.determinant()));
  return {std::sqrt(std::max(0.0, half_trace - root)), std::sqrt(half_trace + root)};
}

}  // namespace

double FocalPx(ImageSize picture, double field_of_view_deg, double lens_bend) {
  const double middle_px = picture.width_px / 2.0;
  const auto edge = Lens(picture, lens_bend).Straight({2 * middle_px, picture.height_px / 2.0});
  COUNTER_CHECK(edge);  // a lens shows all of its picture
  return (edge->x_px - middle_px) / std::tan(field_of_view_deg * std::numbers::pi / 360);
}

std::optional<Camera> FitCamera(ImageSize picture, std::span<const GroundMark> marks,
                                double lens_bend) {
  const LocalMarks local = MakeLocal(marks);
  if (!(local.scale_m > 0)) return std::nullopt;
  const auto straight = Straightened(local.marks, Lens(picture, lens_bend));
  if (!straight) return std::nullopt;
  const std::optional<Homography> homography = FitHomography(picture, *straight);
  if (!homography) return std::nullopt;
  std::optional<RoughPose> best;
  double least_cost = std::numeric_limits<double>::infinity();
  for (const RoughPose& start : StartsFor(picture, *homography)) {
    const std::optional<LeastSquares<7>> found = Refine(start, picture, local.marks, lens_bend);
    if (!found || found->cost >= least_cost) continue;
    least_cost = found->cost;
    best = PoseFrom(found->at, start, picture);
  }
  if (!best) return std::nullopt;
  return ToCamera(*best, picture, local, lens_bend);
}

bool AreInLine(ImageSize picture, std::span<const GroundMark> marks) {
  constexpr double kFlatOnGround = 0.02;    // across / along
  constexpr double kFlatInPicture = 0.003;  // across / picture width
  std::vector<Eigen::Vector2d> ground;
  std::vector<Eigen::Vector2d> image;
  for (const GroundMark& mark : marks) {
    ground.emplace_back(mark.on_ground.x_m, mark.on_ground.y_m);
    image.emplace_back(mark.in_image.x_px, mark.in_image.y_px);
  }
  for (std::size_t without = 0; without < marks.size(); ++without) {
    const auto [across_m, along_m] = SpreadOf(ground, without);
    if (!(across_m > kFlatOnGround * along_m)) return true;
    if (!(SpreadOf(image, without)[0] > kFlatInPicture * picture.width_px)) return true;
  }
  return false;
}

double DistancePx(const Camera& camera, const GroundMark& mark) {
  const Result<ImagePoint> seen = camera.ImageFromGround(mark.on_ground);
  if (!seen) return std::numeric_limits<double>::infinity();
  return std::hypot(seen->x_px - mark.in_image.x_px, seen->y_px - mark.in_image.y_px);
}

}  // namespace throng
