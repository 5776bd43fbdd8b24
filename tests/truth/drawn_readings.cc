// Chooses a camera and its zones, draws them, and counts with the network.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/drawn_readings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <optional>
#include <string>
#include <utility>

#include "counter/base/check.h"
#include "counter/drawn/random.h"
#include "counter/drawn/site_video.h"
#include "counter/eye/default_weights.h"
#include "counter/eye/density_net.h"
#include "counter/eye/integrate.h"
#include "counter/eye/sight.h"
#include "counter/eye/weights.h"
#include "counter/site/calibrate.h"
#include "counter/site/load.h"

namespace throng {
namespace {

constexpr double kLeastPersonPx = 22;
constexpr float kFarthestM = 50;
constexpr double kLeastZoneM2 = 5;
constexpr double kMostPersonsDrawn = 200;
constexpr float kLeastFullM2 = 0.05F;  // persons per square metre, when it is fullest
constexpr float kMostFullM2 = 5;
const CameraIndex kCamera(0);

// The highest row in which people are near and large enough to be counted.
std::optional<double> TopRow(const Camera& camera, ImageSize picture, double farthest_m) {
  const double middle = picture.width_px / 2.0;
  for (double row = 0.1 * picture.height_px; row < 0.6 * picture.height_px; row += 4) {
    const Result<GroundPoint> ground = camera.GroundFromImage({middle, row});
    const Result<double> height_px = camera.PersonHeightPx({middle, row});
    if (!ground || !height_px) continue;
    if (ground->y_m<farthest_m&& * height_px> kLeastPersonPx) return row;
  }
  return std::nullopt;
}

// Two zones above or beside each other.
std::optional<Site> TrySite(Random& random, double most_m2) {
  static constexpr std::array<ImageSize, 4> kPictures{
      {{640, 480}, {640, 360}, {768, 576}, {360, 640}}};
  const ImageSize picture = random.Pick(kPictures);
  const bool is_low = random.Chance(0.2F);  // and wide, as under the roof of a stop
  const double field_deg = double{is_low ? random.Between(55, 100) : random.LogBetween(40, 95)};
  const double height_m = double{is_low ? random.Between(2.4F, 4) : random.LogBetween(3, 12)};
  const bool is_flat = !is_low && random.Chance(0.75F);
  const double tilt_deg = double{is_flat ? random.Between(12, 40) : random.Between(35, 70)};
  const bool is_beside = random.Chance(0.5F);
  const Result<Calibration> calibration =
      CalibrateFromPose(picture, field_deg, Metres(height_m), tilt_deg);
  if (!calibration) return std::nullopt;
  const std::optional<double> top =
      TopRow(calibration->camera, picture, double{random.LogBetween(8, kFarthestM)});
  if (!top) return std::nullopt;
  const double left = 0.08 * picture.width_px;
  const double right = 0.92 * picture.width_px;
  const double bottom = 0.95 * picture.height_px;
  const double across = left + (right - left) * double{random.Between(0.35F, 0.65F)};
  const double along = *top + (bottom - *top) * double{random.Between(0.25F, 0.6F)};
  const auto zone = [](const char* name, double x0, double y0, double x1, double y1) {
    return fmt::format(
        "[[zone]]\nname = \"{}\"\nkind = \"walkway\"\ncamera = \"c\"\n"
        "image = [[{:.1f}, {:.1f}], [{:.1f}, {:.1f}], [{:.1f}, {:.1f}], [{:.1f}, {:.1f}]]\n",
        name, x0, y0, x1, y0, x1, y1, x0, y1);
  };
  const std::string zones =
      is_beside ? zone("a", left, *top, across, bottom) + zone("b", across, *top, right, bottom)
                : zone("a", left, *top, right, along) + zone("b", left, along, right, bottom);
  std::vector<Complaint> complaints;
  Result<Site> site = ParseSite(
      fmt::format("[site]\nname = \"drawn\"\n[[camera]]\nname = \"c\"\nsource = \"c.avi\"\n"
                  "picture = [{}, {}]\nfield_of_view_deg = {:.2f}\n"
                  "pose = {{ height_m = {:.2f}, tilt_deg = {:.2f} }}\n{}",
                  picture.width_px, picture.height_px, field_deg, height_m, tilt_deg, zones),
      complaints);
  if (!site) return std::nullopt;
  double area_m2 = 0;
  for (const Zone& some : site->zones) {
    if (some.area.value() < kLeastZoneM2) return std::nullopt;
    area_m2 += some.area.value();
  }
  if (area_m2 > most_m2) return std::nullopt;
  return *std::move(site);
}

// The eye's part: the network on one picture.
class Reader {
 public:
  explicit Reader(const Site& site) : picture_(PoseOf(site).picture) {
    Brief brief{.camera = PoseOf(site), .steps = {.pictures = 1}, .patches = {}};
    for (const auto& [patch, view] : ViewsOf(site, kCamera)) {
      brief.patches.push_back(site.patches[patch].views[view].outline);
    }
    const Result<Weights> weights = ReadWeights(DefaultWeights());
    COUNTER_CHECK(weights);
    Result<std::unique_ptr<DensityModel>> model = MakeNetModel(*weights, brief);
    COUNTER_CHECK(model);
    model_ = *std::move(model);
    masks_ = MasksOf(brief.patches, picture_);
    reach_ = SightsOf(masks_, CellGrid(picture_), *model_);
    judge_.emplace(brief);
  }

  bool ReachesAll() const {
    return std::ranges::all_of(reach_,
                               [](const Seen& seen) { return seen.sight == Sight::kSeeing; });
  }

  Tally Read(const cv::Mat& picture, Duration at) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, 92});
    Frame frame(picture_, at);
    cv::imdecode(bytes, cv::IMREAD_COLOR).copyTo(frame.Bgr());
    const Seen seen = judge_->Judge(frame);
    if (seen.sight == Sight::kBlind) return {};
    const Result<DensityMap> density = model_->DensityOf(frame);
    COUNTER_CHECK(density);
    std::vector<Seen> sights = reach_;
    for (Seen& sight : sights) sight = WorseOf(sight, seen);
    return Integrate(*density, masks_, sights);
  }

 private:
  static const CameraPose& PoseOf(const Site& site) {
    return site.cameras.front().calibration.camera.pose();
  }

  ImageSize picture_;
  std::unique_ptr<DensityModel> model_;
  std::vector<PatchMask> masks_;
  std::vector<Seen> reach_;
  std::optional<SightJudge> judge_;
};

}  // namespace

DrawnReadings ReadDrawn(std::uint64_t seed, const DrawnReadingsOptions& options) {
  Random random(seed);
  std::optional<Site> site;
  std::optional<Reader> reader;
  const double most_m2 = double{random.LogBetween(kLeastFullM2, kMostFullM2)};
  while (!reader || !reader->ReachesAll()) {
    reader.reset();
    site = TrySite(random, kMostPersonsDrawn / most_m2);
    if (site) reader.emplace(*site);
  }
  DrawnReadings drawn{
      .site = *std::move(site), .seconds_apart = options.seconds_apart, .looks = {}};
  SiteVideo video(drawn.site, {kCamera},
                  {.pictures = options.looks,
                   .pictures_per_s = 1 / options.seconds_apart,
                   .most = PersonsPerM2(most_m2),
                   .seed = random.Bits() + options.day});
  for (std::uint64_t i = 0; i < options.looks; ++i) {
    const SiteMoment moment = video.Next();
    const auto at = Duration(std::llround(1e9 * options.seconds_apart * static_cast<double>(i)));
    drawn.looks.push_back(
        {.tally = reader->Read(moment.pictures.front(), at), .known = moment.persons});
  }
  return drawn;
}

}  // namespace throng
