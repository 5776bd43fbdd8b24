// The plane-to-picture map through ground marks, and the camera poses that it allows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

#include "counter/site/calibrate.h"

namespace throng {

// in_image = H * in_site in homogeneous coordinates; pixels are counted from the picture's middle.
// Scaled so that the third coordinate of the marks' centre is 1.
using Homography = Eigen::Matrix3d;

// By the direct linear transformation on normalised points (Hartley and Zisserman, algorithm 4.2).
// Needs >= 4 marks, no three of four in line; nothing if they do not determine it.
std::optional<Homography> FitHomography(ImageSize picture, std::span<const GroundMark> marks);

// Where a camera stands and looks, for an optimiser: starts from which all can be reached.
struct RoughPose {
  double focal_px;
  Eigen::Matrix3d camera_from_site;
  Eigen::Vector3d site_origin_m;
};

// The pose that best explains `homography` at a given focal length. Above the ground or not.
std::optional<RoughPose> PoseAt(const Homography& homography, double focal_px);

// The focal lengths that `homography` itself suggests (square pixels, centred), 0 to 2 of them.
std::vector<double> FocalLengths(const Homography& homography);

}  // namespace throng
