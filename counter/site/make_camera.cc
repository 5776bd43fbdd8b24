// Calibrates a camera as its draft says, and says how well that went.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "counter/site/address.h"
#include "counter/site/calibrate.h"
#include "counter/site/make_site.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr double kMistakenShare = 0.05;  // rms of the marks, of the picture's width
constexpr double kDoubtfulShare = 0.01;
constexpr std::size_t kMostSourceBytes = 4096;  // PATH_MAX

bool IsInside(ImageSize picture, ImagePoint point) {
  return point.x_px >= 0 && point.y_px >= 0 && point.x_px <= picture.width_px &&
         point.y_px <= picture.height_px;
}

// Adds a mistake and gives false if `point` is not in the picture.
bool CheckInside(ImageSize picture, ImagePoint point, const std::string& what, const Place& place,
                 std::vector<Complaint>& complaints) {
  if (IsInside(picture, point)) return true;
  AddMistake(complaints, place,
             what + " (" + Number(point.x_px, 1) + ", " + Number(point.y_px, 1) +
                 ") lies outside the picture, which is " + std::to_string(picture.width_px) +
                 " wide and " + std::to_string(picture.height_px) +
                 " high; give pixels counted from the top left");
  return false;
}

// Marks whose y axis points the wrong way make a camera that would stand under the ground.
bool FitsMirrored(ImageSize picture, std::vector<GroundMark> marks) {
  for (GroundMark& mark : marks) mark.on_ground.y_m = -mark.on_ground.y_m;
  const Result<Calibration> mirrored = CalibrateFromGround(picture, marks);
  return mirrored && mirrored->rms_px <= kDoubtfulShare * picture.width_px;
}

std::string TextOf(Fault fault, ImageSize picture, const std::vector<GroundMark>& marks) {
  switch (fault) {
    case Fault::kTooFewMarks:
      return "there are too few marks; give at least 4 different ones, better 6 to 8, spread over "
             "the ground";
    case Fault::kMarksInLine:
      return "the marks lie on one line (all, or all but one), on the ground or as the camera sees "
             "them; spread them over the ground, near and far, left and right";
    default:
      if (FitsMirrored(picture, marks)) {
        return "the marks are mirrored; x must grow to the east and y to the north (or any two "
               "directions where y is to the left of x), so change the sign of every Y";
      }
      return "no camera can see these marks there; check for marks that were exchanged, a wrong "
             "sign, or a mark on a wall instead of the ground";
  }
}

std::string TextOf(Fault fault) {
  if (fault == Fault::kTooFewMarks) {
    return "these persons leave tilt and height of the camera open; give at least 2, better 4 or "
           "more, some near and some far from the camera";
  }
  return "no upright camera sees persons like these; check that foot and head are not exchanged, "
         "and field_of_view_deg";
}

std::string TextOfLens(Fault fault) {
  switch (fault) {
    case Fault::kTooFewMarks:
      return "there is no line of three different points; mark what is straight in reality, like a "
             "kerb, a rail or the edge of a wall, with 4 to 8 points each";
    case Fault::kMarksInLine:
      return "these lines leave open how much the lens bends; mark longer ones, with more points, "
             "near the picture's edges (through its middle every lens is straight)";
    default:
      return "no lens that throng knows makes these lines straight; check that each runs along one "
             "thing that is straight in reality; a fisheye's picture has to be straightened first, "
             "which many such cameras do themselves (see their settings)";
  }
}

struct MadeLens {
  double bend = 0;
  std::optional<LensFit> fit = std::nullopt;  // if lines told it
};

// A pinhole where nothing is told; nothing after a mistake.
std::optional<MadeLens> MakeLens(ImageSize picture, const DraftCamera& draft,
                                 std::vector<Complaint>& complaints) {
  if (!draft.lens) return MadeLens{};
  if (const auto* const bend = std::get_if<double>(&draft.lens->value)) return MadeLens{*bend};
  std::vector<ImageLine> lines;
  bool inside = true;
  for (const Written<ImageLine>& line : std::get<DraftLines>(draft.lens->value)) {
    for (const ImagePoint& point : line.value) {
      inside &= CheckInside(picture, point, "the point", line.place, complaints);
    }
    lines.push_back(line.value);
  }
  if (!inside) return std::nullopt;
  const Result<LensFit> fit = FitLens(picture, lines);
  if (!fit) {
    AddMistake(complaints, draft.lens->place, TextOfLens(fit.error()));
    return std::nullopt;
  }
  if (fit->rms_px > kDoubtfulShare * picture.width_px) {
    AddNote(complaints, draft.lens->place,
            "the lines are still " + Number(fit->rms_px, 1) +
                " px off straight; check that each runs along one thing that is straight in "
                "reality");
  }
  return MadeLens{fit->bend, *fit};
}

std::optional<Calibration> Calibrate(ImageSize picture, const DraftGroundMarks& drafts,
                                     const DraftCamera& draft, double lens_bend,
                                     std::vector<Complaint>& complaints) {
  std::vector<GroundMark> marks;
  bool inside = true;
  for (const Written<GroundMark>& mark : drafts) {
    inside &= CheckInside(picture, mark.value.in_image, "the mark", mark.place, complaints);
    marks.push_back(mark.value);
  }
  if (!inside) return std::nullopt;
  Result<Calibration> calibration = CalibrateFromGround(picture, marks, lens_bend);
  if (calibration) return *std::move(calibration);
  AddMistake(complaints, draft.calibration->place, TextOf(calibration.error(), picture, marks));
  return std::nullopt;
}

std::optional<Calibration> Calibrate(ImageSize picture, const DraftHeightMarks& drafts,
                                     const DraftCamera& draft, double lens_bend,
                                     std::vector<Complaint>& complaints) {
  std::vector<HeightMark> marks;
  bool inside = true;
  for (const Written<HeightMark>& mark : drafts) {
    inside &= CheckInside(picture, mark.value.foot, "the foot", mark.place, complaints);
    inside &= CheckInside(picture, mark.value.head, "the head", mark.place, complaints);
    marks.push_back(mark.value);
  }
  if (!inside || !draft.field_of_view_deg) return std::nullopt;
  Result<Calibration> calibration =
      CalibrateFromHeights(picture, draft.field_of_view_deg->value, marks, lens_bend);
  if (calibration) return *std::move(calibration);
  AddMistake(complaints, draft.calibration->place, TextOf(calibration.error()));
  return std::nullopt;
}

std::optional<Calibration> Calibrate(ImageSize picture, const DraftPose& pose,
                                     const DraftCamera& draft, double lens_bend,
                                     std::vector<Complaint>& complaints) {
  if (!draft.field_of_view_deg) return std::nullopt;
  Result<Calibration> calibration =
      CalibrateFromPose(picture, draft.field_of_view_deg->value, pose.height, pose.tilt_deg,
                        pose.stand.value_or(Standpoint{{0, 0}, 0}), lens_bend);
  if (calibration) return *std::move(calibration);
  AddMistake(complaints, draft.calibration->place, "no camera stands like this");
  return std::nullopt;
}

// Adds notes about marks that were left out; a mistake and false if the marks do not fit at all.
bool CheckResiduals(const Calibration& calibration, const DraftCamera& draft,
                    std::vector<Complaint>& complaints) {
  const auto& written = draft.calibration->value;
  for (std::size_t i = 0; i < calibration.residuals.size(); ++i) {
    const Residual& residual = calibration.residuals[i];
    if (!residual.rejected) continue;
    const std::string off_m = std::isfinite(residual.ground.value())
                                  ? Number(residual.ground.value(), 2) + " m on the ground"
                                  : "above the horizon";
    AddNote(complaints, std::get<DraftGroundMarks>(written)[i].place,
            "this mark disagrees with the others and was left out: it is " +
                Number(residual.image_px, 1) + " px off in the picture (" + off_m +
                "); measure it again, or delete it");
  }
  const double share = calibration.rms_px / draft.picture->value.width_px;
  const std::string off = "the marks are " + Number(calibration.rms_px, 1) +
                          " px off on average, " + Number(100 * share, 1) +
                          " % of the picture's width; ";
  if (share > kMistakenShare) {
    AddMistake(complaints, draft.calibration->place,
               off + "check every mark, and that all are in the same units and picture size");
    return false;
  }
  if (share > kDoubtfulShare) {
    AddNote(complaints, draft.calibration->place,
            off + "areas and distances are only that good; more and better marks would help" +
                (draft.lens ? "" : ", or straight_lines, if the lens bends what is straight"));
  }
  return true;
}

// Does not show the address, which may hold a password.
std::string TextOfAddress(Fault fault) {
  switch (fault) {
    case Fault::kLoginInAddress:
      return "the address tells a user or a password, which whoever sees this file would know; "
             "delete it up to the @, and write it into a file of logins";
    case Fault::kNoSuchProtocol:
      return "the address begins with neither rtsp:// nor http://, and throng speaks no other "
             "protocol; most cameras have such an address, see their manuals";
    default:
      return "this is no address of a camera; write rtsp://HOST/PATH or http://HOST:PORT/PATH, "
             "255 characters at most, with a port from 1 to 65535 if any, an IPv6 address in "
             "brackets, and neither spaces, quotes, \\ nor #";
  }
}

void CheckSource(const Written<std::string>& source, std::vector<Complaint>& complaints) {
  if (source.value.empty()) {
    AddMistake(complaints, source.place,
               "the source is empty; name the camera's video file, or its address");
  } else if (source.value.size() > kMostSourceBytes) {
    AddMistake(complaints, source.place, "the source is too long for a path; shorten it");
  } else if (HasControlCharacter(source.value)) {
    AddMistake(complaints, source.place,
               "the source has an invisible control character; type it anew (in a path, write / or "
               "\\\\ for \\)");
  } else if (IsCameraAddress(source.value)) {
    const Result<CameraAddress> address = ParseCameraAddress(source.value);
    if (!address) AddMistake(complaints, source.place, TextOfAddress(address.error()));
  }
}

}  // namespace

std::optional<SiteCamera> MakeCamera(const DraftCamera& draft, std::vector<Complaint>& complaints) {
  if (draft.source) CheckSource(*draft.source, complaints);
  if (!draft.picture || !draft.calibration) return std::nullopt;
  const std::optional<MadeLens> lens = MakeLens(draft.picture->value, draft, complaints);
  if (!lens) return std::nullopt;
  std::optional<Calibration> calibration = std::visit(
      [&](const auto& written) {
        return Calibrate(draft.picture->value, written, draft, lens->bend, complaints);
      },
      draft.calibration->value);
  if (!calibration || !CheckResiduals(*calibration, draft, complaints)) return std::nullopt;
  calibration->lens = lens->fit;
  // Without name or source there will be no site; its zones are checked all the same.
  return SiteCamera{draft.name ? draft.name->value : "",
                    draft.source ? draft.source->value : "",
                    *calibration,
                    {}};
}

}  // namespace throng
