// A camera at a known place, and noise that is the same in every run; for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "counter/site/calibrate.h"
#include "counter/site/camera.h"

namespace throng {

// Stands `height_m` above (x_m, y_m). At yaw 0 it looks north; a positive yaw turns it to the west,
// a positive roll tips its picture clockwise.
struct Stand {
  double height_m;
  double tilt_deg;
  double focal_px = 900;
  double yaw_deg = 0;
  double roll_deg = 0;
  double x_m = 0;
  double y_m = 0;
  ImageSize picture{1280, 720};
  double lens_bend = 0;
};

inline Camera CameraAt(const Stand& stand) {
  constexpr double kDegree = std::numbers::pi / 180;
  const double s = std::sin(stand.tilt_deg * kDegree);
  const double c = std::cos(stand.tilt_deg * kDegree);
  Eigen::Matrix3d level;  // rows: right, down and forward in the site, at yaw 0
  level << 1, 0, 0, 0, -s, -c, 0, c, -s;
  const Eigen::Matrix3d rotation =
      Eigen::AngleAxisd(stand.roll_deg * kDegree, Eigen::Vector3d::UnitZ()).toRotationMatrix() *
      level *
      Eigen::AngleAxisd(-stand.yaw_deg * kDegree, Eigen::Vector3d::UnitZ()).toRotationMatrix();
  const Eigen::Vector3d origin =
      -(rotation * Eigen::Vector3d(stand.x_m, stand.y_m, stand.height_m));
  CameraPose pose{
      stand.picture, stand.focal_px, {}, {origin.x(), origin.y(), origin.z()}, stand.lens_bend};
  Eigen::Map<Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(pose.camera_from_site.data()) = rotation;
  return *Camera::Make(pose);
}

// Marks where `camera` sees the ground at `in_image`, each then moved by about `noise_px`.
inline std::vector<GroundMark> MarksOf(const Camera& camera,
                                       const std::vector<ImagePoint>& in_image, double noise_px = 0,
                                       unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(0, 1);
  std::vector<GroundMark> marks;
  for (const ImagePoint& point : in_image) {
    const GroundPoint ground = *camera.GroundFromImage(point);
    const double dx_px = noise_px * normal(random);
    const double dy_px = noise_px * normal(random);
    marks.push_back({{point.x_px + dx_px, point.y_px + dy_px}, ground});
  }
  return marks;
}

}  // namespace throng
