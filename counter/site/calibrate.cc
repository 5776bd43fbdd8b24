// Ground marks to a camera: fit all, leave out what contradicts the rest, report what is left.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/calibrate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "counter/site/fit_camera.h"

namespace throng {
namespace {

constexpr std::size_t kFewestMarks = 4;
constexpr std::size_t kFewestToReject = 6;  // with fewer, nobody can say which one is wrong
constexpr double kGrossSpread = 2.5;        // times that of the marks that agree

// How far off a mark may be, in a picture so wide.
struct Tolerance {
  double rms_px;    // of all marks together, as careful clicks are
  double gross_px;  // of one mark
};

Tolerance ToleranceFor(ImageSize picture) {
  return {std::max(2.5, 0.002 * picture.width_px), std::max(8.0, 0.0075 * picture.width_px)};
}

std::vector<GroundMark> WithoutRepeats(std::span<const GroundMark> marks) {
  std::vector<GroundMark> once;
  for (const GroundMark& mark : marks) {
    const bool known = std::any_of(once.begin(), once.end(), [&mark](const GroundMark& other) {
      return other.in_image == mark.in_image || other.on_ground == mark.on_ground;
    });
    if (!known) once.push_back(mark);
  }
  return once;
}

double RmsPx(const Camera& camera, std::span<const GroundMark> marks) {
  double sum = 0;
  for (const GroundMark& mark : marks) sum += std::pow(DistancePx(camera, mark), 2);
  return std::sqrt(sum / static_cast<double>(marks.size()));
}

std::vector<GroundMark> Only(std::span<const GroundMark> marks, const std::vector<bool>& keep) {
  std::vector<GroundMark> kept;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (keep[i]) kept.push_back(marks[i]);
  }
  return kept;
}

// The standard deviation of one mark's click that explains what is off: with seven parameters
// fitted, so few marks seem better than they are.
double SpreadPx(const Camera& camera, std::span<const GroundMark> marks) {
  const auto count = static_cast<double>(marks.size());
  return RmsPx(camera, marks) * std::sqrt(count / (2 * count - 7));
}

struct Kept {
  Camera camera;
  std::vector<bool> keep;  // one per mark
};

bool FitsAll(const Camera& camera, std::span<const GroundMark> marks, Tolerance tolerance) {
  return RmsPx(camera, marks) <= tolerance.rms_px &&
         std::all_of(marks.begin(), marks.end(), [&](const GroundMark& mark) {
           return DistancePx(camera, mark) <= tolerance.gross_px;
         });
}

// The mark left out that is nearest to where the camera of the others sees it, taken back if it is
// near after all: few marks, fitted without it, may well be off where it is.
std::optional<Kept> TakeOneBack(ImageSize picture, std::span<const GroundMark> marks,
                                const Kept& kept, Tolerance tolerance) {
  const double lens_bend = kept.camera.pose().lens_bend;
  std::optional<std::size_t> nearest;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (kept.keep[i]) continue;
    if (!nearest || DistancePx(kept.camera, marks[i]) < DistancePx(kept.camera, marks[*nearest])) {
      nearest = i;
    }
  }
  if (!nearest) return std::nullopt;
  const std::vector<GroundMark> without_it = Only(marks, kept.keep);
  const double spread_px = SpreadPx(kept.camera, without_it);
  std::vector<bool> keep = kept.keep;
  keep[*nearest] = true;
  const std::vector<GroundMark> with_it = Only(marks, keep);
  const std::optional<Camera> camera = FitCamera(picture, with_it, lens_bend);
  if (!camera) return std::nullopt;
  const bool is_near = DistancePx(kept.camera, marks[*nearest]) <= 2 * tolerance.gross_px;
  const bool is_usual = SpreadPx(*camera, with_it) <= kGrossSpread * spread_px;
  if (!is_near && !is_usual && !FitsAll(*camera, with_it, tolerance)) return std::nullopt;
  return Kept{*camera, std::move(keep)};
}

// Starts from the marks that agree with each other and takes back whoever fits their camera.
std::optional<Kept> LeaveOutGross(ImageSize picture, std::span<const GroundMark> marks,
                                  Tolerance tolerance, double lens_bend) {
  std::optional<std::vector<bool>> keep =
      FindAgreeing(picture, marks, tolerance.gross_px, lens_bend);
  if (!keep) return std::nullopt;
  const std::vector<GroundMark> first = Only(marks, *keep);
  if (WithoutRepeats(first).size() <= kFewestMarks || AreInLine(picture, first)) {
    return std::nullopt;
  }
  const std::optional<Camera> camera = FitCamera(picture, first, lens_bend);
  if (!camera) return std::nullopt;
  Kept kept{*camera, *std::move(keep)};
  while (std::optional<Kept> more = TakeOneBack(picture, marks, kept, tolerance)) {
    kept = *std::move(more);
  }
  return kept;
}

Residual ResidualOf(const Camera& camera, const GroundMark& mark, bool keep) {
  const Result<GroundPoint> ground = camera.GroundFromImage(mark.in_image);
  const double off_m =
      ground ? std::hypot(ground->x_m - mark.on_ground.x_m, ground->y_m - mark.on_ground.y_m)
             : std::numeric_limits<double>::infinity();
  return {DistancePx(camera, mark), Metres(off_m), !keep};
}

}  // namespace

Result<Calibration> CalibrateFromGround(ImageSize picture, std::span<const GroundMark> marks,
                                        double lens_bend) {
  const std::vector<GroundMark> once = WithoutRepeats(marks);
  if (once.size() < kFewestMarks) return Fault::kTooFewMarks;
  if (AreInLine(picture, once)) return Fault::kMarksInLine;

  std::optional<Camera> camera = FitCamera(picture, marks, lens_bend);
  std::vector<bool> keep(marks.size(), true);
  const Tolerance tolerance = ToleranceFor(picture);
  if (marks.size() >= kFewestToReject && !(camera && FitsAll(*camera, marks, tolerance))) {
    if (std::optional<Kept> better = LeaveOutGross(picture, marks, tolerance, lens_bend)) {
      camera = better->camera;
      keep = std::move(better->keep);
    }
  }
  if (!camera) return Fault::kNoCamera;

  Calibration calibration{*camera, {}, RmsPx(*camera, Only(marks, keep))};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    calibration.residuals.push_back(ResidualOf(*camera, marks[i], keep[i]));
    const bool has_ground = std::isfinite(calibration.residuals.back().ground.value());
    if (keep[i] && !has_ground) return Fault::kNoCamera;
  }
  return calibration;
}

}  // namespace throng
