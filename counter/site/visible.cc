// The picture's edge, straightened and cut below the horizon, brought down to the ground.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/visible.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace throng {
namespace {

constexpr double kFarthestSeenM = 700;  // within what Camera takes for ground
constexpr int kPartsOfAnEdge = 16;      // of the picture, where the lens bends it

// In the camera: right, down, and one metre ahead.
using Rays = std::vector<Eigen::Vector3d>;

// Through the picture's edge. Where the lens bends, with points enough that what is straight
// between them is within a pixel of it.
Rays EdgeOf(const Camera& camera) {
  const CameraPose& pose = camera.pose();
  const double width = pose.picture.width_px;
  const double height = pose.picture.height_px;
  const std::array<ImagePoint, 4> corners{{{0, 0}, {width, 0}, {width, height}, {0, height}}};
  const int parts = pose.lens_bend == 0 ? 1 : kPartsOfAnEdge;
  Rays rays;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const ImagePoint& from = corners.at(i);
    const ImagePoint& to = corners.at((i + 1) % corners.size());
    for (int part = 0; part < parts; ++part) {
      const double share = static_cast<double>(part) / parts;
      const std::optional<ImagePoint> straight = camera.lens().Straight(
          {from.x_px + share * (to.x_px - from.x_px), from.y_px + share * (to.y_px - from.y_px)});
      if (!straight) continue;
      rays.emplace_back((straight->x_px - width / 2) / pose.focal_px,
                        (straight->y_px - height / 2) / pose.focal_px, 1);
    }
  }
  return rays;
}

// One step of Sutherland and Hodgman's clipping: keeps where keep . ray >= 0.
Rays Cut(const Rays& rays, const Eigen::Vector3d& keep) {
  Rays kept;
  for (std::size_t i = 0; i < rays.size(); ++i) {
    const Eigen::Vector3d& here = rays[i];
    const Eigen::Vector3d& next = rays[(i + 1) % rays.size()];
    const double inside_here = keep.dot(here);
    const double inside_next = keep.dot(next);
    if (inside_here >= 0) kept.push_back(here);
    if ((inside_here >= 0) == (inside_next >= 0)) continue;
    kept.push_back(here + (next - here) * (inside_here / (inside_here - inside_next)));
  }
  return kept;
}

}  // namespace

GroundPolygon VisibleGround(const Camera& camera, Metres height) {
  const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> rotation(
      camera.pose().camera_from_site.data());
  const Eigen::Map<const Eigen::Vector3d> origin(camera.pose().site_origin_m.data());
  const Eigen::Vector3d position = -(rotation.transpose() * origin);
  const double drop_m = position.z() - height.value();
  const Rays edge = EdgeOf(camera);
  double longest = 1;  // of a ray that is one metre deep
  for (const Eigen::Vector3d& ray : edge) longest = std::max(longest, ray.norm());
  // A ray falls by fall . ray for each metre ahead, and is as deep as drop / fall
  // where it meets the plane.
  const Eigen::Vector3d fall = -rotation.col(2);
  const Eigen::Vector3d towards = drop_m > 0 ? fall : -fall;
  const Eigen::Vector3d near(0, 0, std::abs(drop_m) * longest / kFarthestSeenM);
  GroundPolygon ground;
  for (const Eigen::Vector3d& ray : Cut(edge, towards - near)) {
    const double depth_m = drop_m / fall.dot(ray);
    const Eigen::Vector3d met = position + rotation.transpose() * ray * depth_m;
    ground.push_back({met.x(), met.y()});
  }
  if (ground.size() < 3) return {};
  return ground;
}

}  // namespace throng
