// The camera that fits ground marks best, and the marks that contradict all the others.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "counter/site/calibrate.h"

namespace throng {

// Of a lens that sees so many degrees, 0..180, from the left to the right of the picture.
double FocalPx(ImageSize picture, double field_of_view_deg, double lens_bend = 0);

// Least squares over all `marks` (>= 4, not in line), as a lens bends them. Nothing if no camera
// above the ground sees them even roughly.
std::optional<Camera> FitCamera(ImageSize picture, std::span<const GroundMark> marks,
                                double lens_bend);

// For each of >= 6 marks whether it agrees with most others, by least median of squares over sets
// of five: true for at least three quarters of them. Deterministic. Nothing if there are no such.
std::optional<std::vector<bool>> FindAgreeing(ImageSize picture, std::span<const GroundMark> marks,
                                              double tolerance_px, double lens_bend);

// Whether all marks, or all but one, lie on one line, on the ground or in the picture: then they
// leave the camera open.
bool AreInLine(ImageSize picture, std::span<const GroundMark> marks);

// Pixels between a mark and where `camera` sees it; infinite if it cannot.
double DistancePx(const Camera& camera, const GroundMark& mark);

}  // namespace throng
