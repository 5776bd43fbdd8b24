// From marks on the ground, or from people's heights, to a Camera with its residuals.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/units.h"
#include "counter/site/camera.h"
#include "counter/site/fit_lens.h"
#include "counter/site/geometry.h"

namespace throng {

// A point that the operator found in the picture and measured on the ground.
struct GroundMark {
  ImagePoint in_image;
  GroundPoint on_ground;
};

// Somebody (or a pole) of known height who stands on the ground.
struct HeightMark {
  ImagePoint foot;
  ImagePoint head;
  Metres height = kPersonHeight;
};

// How far off the camera is at one mark.
struct Residual {
  double image_px;  // between the mark and where the camera sees it
  Metres ground;    // the same on the ground (for a height mark: error of its height); infinite for
                    // a rejected mark that lies above the horizon
  bool rejected;    // the mark disagrees with the others and was left out
};

struct Calibration {
  Camera camera;
  std::vector<Residual> residuals;             // one per mark, in the order given
  double rms_px;                               // over the marks that were kept
  std::optional<LensFit> lens = std::nullopt;  // where straight lines told how much it bends
};

// From >= 4 marks, no three of the kept ones in line with all others. Finds focal length and pose
// by least squares; with 6 or more marks, those that disagree grossly are rejected (and reported),
// at most a quarter. Beyond a tilt of 75 degrees the marks fix the ground but hardly the focal
// length, on which people's heights depend; then a horizontal field of view of 60 is preferred.
// `lens_bend` is as of Lens, here and below. Faults: kTooFewMarks, kMarksInLine, kNoCamera.
Result<Calibration> CalibrateFromGround(ImageSize picture, std::span<const GroundMark> marks,
                                        double lens_bend = 0);

// From >= 2 upright persons at different distances and the lens's horizontal field of view. The
// site's origin is the ground under the camera and y its view direction; the camera does not roll.
// Faults: kTooFewMarks, kNoCamera.
Result<Calibration> CalibrateFromHeights(ImageSize picture, double field_of_view_deg,
                                         std::span<const HeightMark> marks, double lens_bend = 0);

// Where a camera hangs in the site's metres, and where it looks.
struct Standpoint {
  GroundPoint under;   // the ground straight below it
  double heading_deg;  // of its view, as a compass shows it: 0 along y, 90 along x
};

// From a measured height above ground, tilt below the horizontal, and the field of view. Without a
// standpoint, the same origin and axes as above. No marks, so no residuals. Fault::kNoCamera.
Result<Calibration> CalibrateFromPose(ImageSize picture, double field_of_view_deg, Metres height,
                                      double tilt_deg, const Standpoint& stand = {{0, 0}, 0},
                                      double lens_bend = 0);

}  // namespace throng
