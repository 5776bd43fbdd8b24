// The site file: TOML to a draft, with a complaint for each word and type that is wrong.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/load.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "counter/site/cells.h"
#include "counter/site/draft.h"
#include "counter/site/guard.h"
#include "counter/site/load_parts.h"
#include "counter/site/read_profile.h"
#include "counter/site/section.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kMostMarks = 100;
constexpr std::size_t kMostCornersRead = 1000;  // how many a zone may have is said elsewhere
constexpr std::size_t kMostCamerasOfAZone = 8;
constexpr double kMostSidePx = 16384;

std::optional<Written<ImageSize>> ReadPicture(const Section& camera) {
  const toml::node* node = camera.Need("picture", "picture = [768, 576]");
  if (node == nullptr) return std::nullopt;
  const auto fits = [](double side) {
    return side >= 1 && side <= kMostSidePx && side == std::floor(side);
  };
  const std::optional<DraftCorner> size = PairIn(node);
  if (size && fits(size->x) && fits(size->y)) {
    const ImageSize picture{static_cast<std::uint16_t>(size->x),
                            static_cast<std::uint16_t>(size->y)};
    return Written<ImageSize>{picture, camera.PlaceOf(*node, "picture")};
  }
  camera.Refuse(*node, "picture",
                "this must be width and height in whole pixels, 1 to 16384, like [768, 576]");
  return std::nullopt;
}

std::optional<GroundMark> ReadGroundMark(const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr || !HasOnly(*table, {"image", "metres"})) return std::nullopt;
  const std::optional<DraftCorner> image = PairIn(table->get("image"));
  const std::optional<DraftCorner> metres = PairIn(table->get("metres"));
  if (!image || !metres) return std::nullopt;
  return GroundMark{{image->x, image->y}, {metres->x, metres->y}};
}

std::optional<HeightMark> ReadHeightMark(const toml::node& node) {
  const toml::table* table = node.as_table();
  if (table == nullptr || !HasOnly(*table, {"foot", "head", "metres"})) return std::nullopt;
  const std::optional<DraftCorner> foot = PairIn(table->get("foot"));
  const std::optional<DraftCorner> head = PairIn(table->get("head"));
  if (!foot || !head) return std::nullopt;
  HeightMark mark{{foot->x, foot->y}, {head->x, head->y}};
  if (const toml::node* metres = table->get("metres")) {
    const std::optional<double> height = NumberIn(*metres);
    if (!height || !(*height >= 0.3 && *height <= 20)) return std::nullopt;
    mark.height = Metres(*height);
  }
  return mark;
}

using Method = std::variant<DraftGroundMarks, DraftHeightMarks, DraftPose>;

constexpr std::array<std::string_view, 3> kMethods{"ground_marks", "height_marks", "pose"};

// Where the camera hangs, if that is told: both keys or none. False after a complaint.
bool ReadStandpoint(const Section& pose, DraftPose& draft) {
  const toml::node* at = pose.Find("at");
  const auto heading_deg = pose.Value("heading_deg", -360, 360);
  if (at == nullptr && pose.Find("heading_deg") == nullptr) return true;
  pose.Need("at", "at = [X, Y] (the ground under the camera, in metres)");
  pose.Need("heading_deg", "heading_deg = 90.0 (0 looks along Y, 90 along X)");
  const std::optional<DraftCorner> under = PairIn(at);
  if (at != nullptr && !under) {
    pose.Refuse(*at, "at", "this must be the ground under the camera in metres, like [12.5, 30]");
  }
  if (!under || !heading_deg) return false;
  draft.stand = Standpoint{{under->x, under->y}, heading_deg->value};
  return true;
}

std::optional<Method> ReadPose(const Section& camera, const toml::node& node,
                               std::vector<Complaint>& complaints) {
  const toml::table* table = node.as_table();
  if (table == nullptr) {
    camera.Refuse(node, "pose", "this must look like { height_m = 6.0, tilt_deg = 30.0 }");
    return std::nullopt;
  }
  const Section pose(*table, camera.PlaceOf(node, "pose"), complaints);
  pose.RefuseUnknownKeys({"height_m", "tilt_deg", "at", "heading_deg"});
  pose.Need("height_m", "height_m = 6.0");
  pose.Need("tilt_deg", "tilt_deg = 30.0");
  const auto height_m = pose.Value("height_m", 0.5, 500);
  const auto tilt_deg = pose.Value("tilt_deg", 0, 90);
  DraftPose draft{Metres(0), 0, std::nullopt};
  if (!ReadStandpoint(pose, draft) || !height_m || !tilt_deg) return std::nullopt;
  draft.height = Metres(height_m->value);
  draft.tilt_deg = tilt_deg->value;
  return draft;
}

std::optional<Method> ReadMethod(const Section& camera, std::string_view key,
                                 std::vector<Complaint>& complaints) {
  const toml::node& node = *camera.Find(key);
  if (key == "pose") return ReadPose(camera, node, complaints);
  if (key == "ground_marks") {
    const std::string example = "{ image = [x, y], metres = [X, Y] }";
    auto marks = ReadList<GroundMark>(camera, node, {key, example, kMostMarks}, ReadGroundMark);
    if (marks) return *std::move(marks);
    return std::nullopt;
  }
  const std::string example = "{ foot = [x, y], head = [x, y], metres = 1.75 } (0.3 to 20 m)";
  auto marks = ReadList<HeightMark>(camera, node, {key, example, kMostMarks}, ReadHeightMark);
  if (marks) return *std::move(marks);
  return std::nullopt;
}

// Exactly one method, and the field of view where that method needs it.
void ReadCalibration(const Section& camera, DraftCamera& draft,
                     std::vector<Complaint>& complaints) {
  std::vector<std::string_view> present;
  for (const std::string_view method : kMethods) {
    if (camera.Find(method) != nullptr) present.push_back(method);
  }
  if (present.size() != 1) {
    AddMistake(complaints, camera.place(),
               present.empty()
                   ? "the camera has no calibration; add one of: " + QuoteAll(kMethods)
                   : "the camera has " + std::to_string(present.size()) + " calibrations (" +
                         QuoteAll(present) + "); keep the best and delete the others");
  }
  for (const std::string_view method : present) {
    std::optional<Method> read = ReadMethod(camera, method, complaints);
    if (!read || present.size() != 1) continue;
    draft.calibration = {*std::move(read), camera.PlaceOf(*camera.Find(method), method)};
  }
  constexpr std::string_view kView = "field_of_view_deg";
  draft.field_of_view_deg = camera.Value(kView, 1, 170);
  if (present.size() != 1) return;
  const bool marks_tell = present.front() == "ground_marks";
  if (!marks_tell) camera.Need(kView, "field_of_view_deg = 60.0 (horizontal, see the data sheet)");
  if (marks_tell && camera.Find(kView) != nullptr) {
    camera.Refuse(*camera.Find(kView), kView,
                  "ground_marks tell it by themselves; delete this line");
  }
}

std::optional<ImageLine> ReadLine(const toml::node& node) {
  constexpr std::size_t kMostPoints = 50;
  const toml::array* points = node.as_array();
  if (points == nullptr || points->size() < 3 || points->size() > kMostPoints) return std::nullopt;
  ImageLine line;
  for (const toml::node& point : *points) {
    const std::optional<DraftCorner> at = PairIn(&point);
    if (!at) return std::nullopt;
    line.push_back({at->x, at->y});
  }
  return line;
}

std::optional<Written<DraftLens>> ReadLens(const Section& camera) {
  constexpr std::string_view kBend = "lens_bend";
  constexpr std::string_view kLines = "straight_lines";
  constexpr std::size_t kMostLines = 20;
  const toml::node* lines = camera.Find(kLines);
  const auto bend = camera.Value(kBend, Lens::kMostBarrel, Lens::kMostCushion);
  if (lines == nullptr) {
    if (!bend) return std::nullopt;
    return Written<DraftLens>{bend->value, bend->place};
  }
  if (camera.Find(kBend) != nullptr) {
    camera.Refuse(*camera.Find(kBend), kBend, "straight_lines tell it; delete one of the two");
    return std::nullopt;
  }
  auto read = ReadList<ImageLine>(
      camera, *lines, {kLines, "[[x, y], [x, y], [x, y]]", kMostLines, ", with 3 to 50 points"},
      ReadLine);
  if (!read) return std::nullopt;
  return Written<DraftLens>{*std::move(read), camera.PlaceOf(*lines, kLines)};
}

DraftCamera ReadCamera(const Section& camera, std::vector<Complaint>& complaints) {
  camera.RefuseUnknownKeys({"name", "source", "picture", "ground_marks", "height_marks", "pose",
                            "field_of_view_deg", "lens_bend", "straight_lines", "purpose",
                            "controller", "contact", "notice_url"});
  DraftCamera draft{.place = camera.place(),
                    .name = camera.Text("name", "name = \"view1\""),
                    .source = camera.Text("source", "source = \"video.avi\""),
                    .picture = ReadPicture(camera),
                    .calibration = std::nullopt,
                    .field_of_view_deg = std::nullopt,
                    .lens = ReadLens(camera),
                    .notice = ReadNotice(camera)};
  ReadCalibration(camera, draft, complaints);
  return draft;
}

std::optional<Written<DraftOutline>> ReadOutline(const Section& zone,
                                                 std::vector<Complaint>& complaints) {
  const toml::node* image = zone.Find("image");
  const toml::node* metres = zone.Find("metres");
  if ((image == nullptr) == (metres == nullptr)) {
    AddMistake(complaints, zone.place(),
               image == nullptr
                   ? "the zone has no outline; add its corners: image = [[x, y], ...] in pixels "
                     "or metres = [[X, Y], ...] on the ground"
                   : "the zone has two outlines, image and metres; keep one of them");
    return std::nullopt;
  }
  const std::string_view key = image == nullptr ? "metres" : "image";
  const toml::node& node = image == nullptr ? *metres : *image;
  auto corners = ReadList<DraftCorner>(zone, node, {key, "[12.5, 30]", kMostCornersRead},
                                       [](const toml::node& corner) { return PairIn(&corner); });
  if (!corners) return std::nullopt;
  return Written<DraftOutline>{{image != nullptr, *std::move(corners)}, zone.PlaceOf(node, key)};
}

// The one camera of a zone, or the list of them.
std::vector<Written<std::string>> ReadCameras(const Section& zone,
                                              std::vector<Complaint>& complaints) {
  const toml::node* list = zone.Find("cameras");
  if (list == nullptr) {
    const auto one = zone.Text("camera", "camera = \"view1\"");
    return one ? std::vector{*one} : std::vector<Written<std::string>>{};
  }
  if (zone.Find("camera") != nullptr) {
    AddMistake(complaints, zone.place(), "the zone has both camera and cameras; keep one of them");
    return {};
  }
  auto cameras =
      ReadList<std::string>(zone, *list, {"cameras", "\"view1\"", kMostCamerasOfAZone},
                            [](const toml::node& name) { return name.value_exact<std::string>(); });
  if (cameras && cameras->empty()) {
    zone.Refuse(*list, "cameras", "the list is empty; name the cameras that see the zone");
  }
  return cameras ? *std::move(cameras) : std::vector<Written<std::string>>{};
}

DraftZone ReadZone(const Section& zone, std::vector<Complaint>& complaints) {
  zone.RefuseUnknownKeys({"name", "kind", "camera", "cameras", "image", "metres", "capacity",
                          "obstructed_m2", "cell_m2"});
  constexpr double kMostM2 = 1e6;
  return {.place = zone.place(),
          .name = zone.Text("name", "name = \"west\""),
          .kind = zone.Text("kind", "kind = \"walkway\" (or \"queue\", \"stair\")"),
          .cameras = ReadCameras(zone, complaints),
          .outline = ReadOutline(zone, complaints),
          .capacity = ReadCapacity(zone, complaints),
          .obstructed_m2 = zone.Value("obstructed_m2", 0, kMostM2),
          .cell_m2 = zone.Value("cell_m2", kSmallestCell.value(), kLargestCell.value())};
}

DraftMoment ReadMoment(const Section& moment) {
  moment.RefuseUnknownKeys({"camera", "model", "counted", "known"});
  moment.Need("counted", "counted = 11");
  moment.Need("known", "known = 12");
  return {.camera = moment.Text("camera", "camera = \"view1\""),
          .model = moment.Text("model", "model = \"hog\""),
          .counted = moment.Value("counted", 0, kMostInMoment),
          .known = moment.Value("known", 0, kMostInMoment)};
}

void ReadSiteTable(const toml::table& file, DraftSite& draft, std::vector<Complaint>& complaints) {
  const toml::node* node = file.get("site");
  if (node == nullptr || !node->is_table()) {
    AddMistake(complaints, {node == nullptr ? 0 : LineOf(*node), "site"},
               "the site has no name; add at the top of the file: [site] and below it "
               "name = \"Station hall\"");
    return;
  }
  const Section site(*node->as_table(), {LineOf(*node), "site"}, complaints);
  site.RefuseUnknownKeys({"name", "time_zone", "profile"});
  draft.name = site.Text("name", "name = \"Station hall\"");
  if (site.Find("time_zone") != nullptr) {
    draft.time_zone = site.Text("time_zone", "time_zone = \"Europe/Paris\"");
  }
}

DraftSite ReadDraft(const toml::table& file, std::vector<Complaint>& complaints) {
  Section(file, {0, "file"}, complaints)
      .RefuseUnknownKeys(
          {"site", "camera", "zone", "group", "alarm", "moment", "legal_basis", "notice"});
  DraftSite draft;
  ReadSiteTable(file, draft, complaints);
  draft.profile = ReadProfile(file, complaints);
  draft.notice = ReadCommonNotice(file, complaints);
  ReadPlaces(file, "camera", complaints, [&](const Section& camera) {
    draft.cameras.push_back(ReadCamera(camera, complaints));
  });
  ReadPlaces(file, "zone", complaints,
             [&](const Section& zone) { draft.zones.push_back(ReadZone(zone, complaints)); });
  if (file.get("group") != nullptr) {
    ReadPlaces(file, "group", complaints,
               [&](const Section& group) { draft.groups.push_back(ReadGroup(group)); });
  }
  if (file.get("alarm") != nullptr) {
    ReadPlaces(file, "alarm", complaints,
               [&](const Section& alarm) { draft.alarms.push_back(ReadAlarm(alarm, complaints)); });
  }
  if (file.get("moment") != nullptr) {
    ReadPlaces(file, "moment", complaints,
               [&](const Section& moment) { draft.moments.push_back(ReadMoment(moment)); });
  }
  return draft;
}

}  // namespace

std::optional<DraftSite> ReadSite(std::string_view text, std::vector<Complaint>& complaints) {
  if (std::optional<Complaint> unsafe = FindUnsafe(text)) {
    complaints.push_back(*std::move(unsafe));
    return std::nullopt;
  }
  const toml::parse_result file = toml::parse(text);
  if (!file) {
    const auto& error = file.error();
    AddMistake(complaints, {static_cast<int>(error.source().begin.line), "file"},
               "this cannot be read: " + Printable(error.description()) +
                   "; check quotes, commas and brackets here and on the line above");
    return std::nullopt;
  }
  return ReadDraft(file.table(), complaints);
}

}  // namespace throng
