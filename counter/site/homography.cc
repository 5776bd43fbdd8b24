// Direct linear transformation, and its split into focal length and pose.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/homography.h"

#include <Eigen/Geometry>
#include <Eigen/LU>
#include <Eigen/SVD>
#include <cmath>
#include <numbers>

namespace throng {
namespace {

// Moves points to mean 0 and mean distance sqrt(2), which the linear solution needs to be stable.
Eigen::Matrix3d Normaliser(const std::vector<Eigen::Vector2d>& points) {
  const auto count = static_cast<double>(points.size());
  Eigen::Vector2d mean = Eigen::Vector2d::Zero();
  for (const Eigen::Vector2d& point : points) mean += point / count;
  double distance = 0;
  for (const Eigen::Vector2d& point : points) distance += (point - mean).norm() / count;
  const double scale = distance > 0 ? std::numbers::sqrt2 / distance : 1;
  Eigen::Matrix3d normalised_from_raw;
  normalised_from_raw << scale, 0, -scale * mean.x(), 0, scale, -scale * mean.y(), 0, 0, 1;
  return normalised_from_raw;
}

Eigen::Vector2d FromMiddle(ImageSize picture, ImagePoint point) {
  return {point.x_px - picture.width_px / 2.0, point.y_px - picture.height_px / 2.0};
}

}  // namespace

std::optional<Homography> FitHomography(ImageSize picture, std::span<const GroundMark> marks) {
  std::vector<Eigen::Vector2d> image;
  std::vector<Eigen::Vector2d> ground;
  for (const GroundMark& mark : marks) {
    image.push_back(FromMiddle(picture, mark.in_image));
    ground.emplace_back(mark.on_ground.x_m, mark.on_ground.y_m);
  }
  const Eigen::Matrix3d of_image = Normaliser(image);
  const Eigen::Matrix3d of_ground = Normaliser(ground);
  const auto rows = static_cast<Eigen::Index>(2 * marks.size());
  Eigen::Matrix<double, Eigen::Dynamic, 9> equations(rows, 9);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const Eigen::RowVector3d from = (of_ground * ground[i].homogeneous()).transpose();
    const Eigen::Vector3d to = of_image * image[i].homogeneous();
    const auto row = static_cast<Eigen::Index>(2 * i);
    equations.row(row) << from, Eigen::RowVector3d::Zero(), -to.x() * from;
    equations.row(row + 1) << Eigen::RowVector3d::Zero(), from, -to.y() * from;
  }
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(equations, Eigen::ComputeFullV);
  const Eigen::VectorXd& sizes = svd.singularValues();
  if (!(sizes(7) > 1e-9 * sizes(0))) return std::nullopt;
  const Eigen::Matrix<double, 9, 1> answer = svd.matrixV().col(8);
  const Homography normalised = Eigen::Map<const Eigen::Matrix3d>(answer.data()).transpose();
  const Homography raw = of_image.inverse() * normalised * of_ground;
  // of_ground takes the marks' centre to (0, 0, 1), so this is its third coordinate.
  const double at_centre = normalised(2, 2);
  if (!raw.allFinite() || std::abs(at_centre) < 1e-12) return std::nullopt;
  return raw / at_centre;
}

std::optional<RoughPose> PoseAt(const Homography& homography, double focal_px) {
  Eigen::Matrix3d axes = homography;
  axes.topRows<2>() /= focal_px;
  const double scale = (axes.col(0).norm() + axes.col(1).norm()) / 2;
  if (!(scale > 0) || !std::isfinite(scale)) return std::nullopt;
  axes /= scale;
  const Eigen::Vector3d origin = axes.col(2);
  axes.col(2) = axes.col(0).cross(axes.col(1));
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(axes, Eigen::ComputeFullU | Eigen::ComputeFullV);
  const Eigen::Matrix3d rotation = svd.matrixU() * svd.matrixV().transpose();
  if (!(rotation.determinant() > 0)) return std::nullopt;
  return RoughPose{focal_px, rotation, origin};
}

std::vector<double> FocalLengths(const Homography& homography) {
  // The ground's x and y axes are at right angles and equally long in front of the camera.
  const Eigen::Vector3d a = homography.col(0);
  const Eigen::Vector3d b = homography.col(1);
  std::vector<double> focal_px;
  const auto add = [&focal_px](double squared) {
    if (std::isfinite(squared) && squared > 0) focal_px.push_back(std::sqrt(squared));
  };
  add(-(a.x() * b.x() + a.y() * b.y()) / (a.z() * b.z()));
  add((a.head<2>().squaredNorm() - b.head<2>().squaredNorm()) / (b.z() * b.z() - a.z() * a.z()));
  return focal_px;
}

}  // namespace throng
