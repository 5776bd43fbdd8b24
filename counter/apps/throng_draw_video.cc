// throng-draw video: a video of a site, and how many people are in each zone of each picture.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <vector>

#include "counter/apps/throng_draw.h"
#include "counter/base/time.h"
#include "counter/drawn/site_video.h"
#include "counter/drawn/video_file.h"
#include "counter/drawn/zone_table.h"
#include "counter/site/load.h"

namespace throng {
namespace {

constexpr int kMostPersons = 3000;

struct VideoCommand {
  std::string site;
  std::string camera;  // empty: the only one
  std::string out;
  std::string truth;
  std::uint64_t seed = 1;
  double seconds = 60;
  std::uint64_t pictures = 0;  // 0: as many as `seconds` has
  double pictures_per_s = 10;
  std::vector<double> persons_m2{0.5};  // the most, or the least and the most
};

SiteVideoOptions OptionsOf(const VideoCommand& command) {
  const double pictures = std::max(1.0, std::round(command.seconds * command.pictures_per_s));
  return {
      .pictures = command.pictures > 0 ? command.pictures : static_cast<std::uint64_t>(pictures),
      .pictures_per_s = command.pictures_per_s,
      .least = PersonsPerM2(command.persons_m2.size() > 1 ? command.persons_m2.front() : 0),
      .most = PersonsPerM2(command.persons_m2.back()),
      .seed = command.seed};
}

// The camera that was named, or the only one.
std::optional<CameraIndex> CameraOrTell(const Site& site, const std::string& name) {
  std::string names;
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    const bool only = name.empty() && site.cameras.size() == 1;
    if (only || site.cameras[i].name == name) return CameraIndex(static_cast<std::uint16_t>(i));
    names += (names.empty() ? "" : ", ") + site.cameras[i].name;
  }
  fmt::print(stderr, "throng-draw: {}; the site's cameras are: {}\n",
             name.empty() ? "choose one with --camera" : "no camera is named \"" + name + "\"",
             names);
  return std::nullopt;
}

bool IsDrawableOrTell(const Site& site, CameraIndex camera, const SiteVideoOptions& options) {
  if (ZonesOf(site, camera).empty()) {
    fmt::print(stderr, "throng-draw: the camera {} sees no zone, so there is nothing to know\n",
               site.cameras[camera.value()].name);
    return false;
  }
  const int most = MostPersons(site, camera, options.most);
  if (most <= kMostPersons) return true;
  fmt::print(stderr,
             "throng-draw: --persons-m2 {}: that would be {} persons, and {} is the most; choose "
             "less, or draw smaller zones\n",
             options.most.value(), most, kMostPersons);
  return false;
}

// On a terminal only: how far, and how long it will take.
class Progress {
 public:
  explicit Progress(std::uint64_t pictures) : pictures_(pictures), began_(clock_.Steady()) {}
  ~Progress() {
    if (shows_) fmt::print(stderr, "\r\033[K");
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(std::uint64_t drawn) const {
    if (!shows_) return;
    using Seconds = std::chrono::duration<double>;
    const double left_s = std::chrono::duration_cast<Seconds>(clock_.Steady() - began_).count() *
                          static_cast<double>(pictures_ - drawn) / static_cast<double>(drawn);
    fmt::print(stderr, "\rdrawing: {} of {} pictures, {:.0f} s left \033[K", drawn, pictures_,
               left_s);
    std::fflush(stderr);
  }

 private:
  bool shows_ = ::isatty(STDERR_FILENO) != 0;
  SystemClock clock_;
  std::uint64_t pictures_;
  Duration began_;
};

Status DrawInto(SiteVideo& video, std::uint64_t pictures, VideoFile& file, std::ofstream& truth) {
  const Progress progress(pictures);
  for (std::uint64_t i = 1; i <= pictures; ++i) {
    const SitePicture picture = video.Next();
    const Status added = file.Add(picture.bgr);
    if (!added) return added.error();
    truth << ZoneTableRow(i, picture.persons);
    progress.Show(i);
  }
  return file.Finish();
}

// Faults of the file itself; how it goes on is seen when it is closed.
Status OpenTable(const std::string& file, std::ofstream& table) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored)) return Fault::kNotAFolder;
  table.open(file, std::ios::binary);
  if (!table) return Fault::kNotPermitted;
  return Done{};
}

ExitCode DrawVideo(const VideoCommand& command) {
  std::vector<Complaint> complaints;
  const Result<Site> site = LoadSite(command.site, complaints);
  TellComplaints(command.site, complaints);
  if (!site) {
    fmt::print(stderr, "throng-draw: {}: {}. throng check explains a site file's mistakes.\n",
               command.site, Describe(site.error()));
    return ExitCode::kSite;
  }
  const std::optional<CameraIndex> camera = CameraOrTell(*site, command.camera);
  if (!camera) return ExitCode::kUsage;
  const SiteVideoOptions options = OptionsOf(command);
  if (!IsDrawableOrTell(*site, *camera, options)) return ExitCode::kUsage;

  std::ofstream truth;
  const Status opened = OpenTable(command.truth, truth);
  if (!opened) return TellWriting(command.truth, opened.error());
  truth << ZoneTableHeader(*site, ZonesOf(*site, *camera));
  const ImageSize size = site->cameras[camera->value()].calibration.camera.pose().picture;
  Result<VideoFile> file =
      VideoFile::Make(command.out, {size.width_px, size.height_px}, options.pictures_per_s);
  if (!file) return TellWriting(command.out, file.error());
  SiteVideo video(*site, *camera, options);
  const Status written = DrawInto(video, options.pictures, *file, truth);
  if (!written) return TellWriting(command.out, written.error());
  truth.close();
  return truth ? ExitCode::kOk : TellWriting(command.truth, Fault::kDiskFull);
}

std::string CheckDensities(const std::vector<double>& persons_m2) {
  constexpr double kMost = 6;
  for (const double density : persons_m2) {
    if (!(density >= 0 && density <= kMost)) return "is from 0 to 6";
  }
  return persons_m2.front() > persons_m2.back() ? "states the least first, then the most" : "";
}

}  // namespace

void AddVideo(CLI::App& app, std::function<ExitCode()>& run) {
  const auto command = std::make_shared<VideoCommand>();  // owners: the callback, and `run`
  CLI::App* video = app.add_subcommand(
      "video", "A video of a site by one camera, and how many people are in each zone");
  video->add_option("--site", command->site, "The site file: cameras and zones")
      ->required()
      ->type_name("FILE");
  video->add_option("--camera", command->camera, "By which camera; needed if there are several")
      ->type_name("NAME");
  video->add_option("--out", command->out, "The video into this file: .avi, .mkv or .mov")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& file) {
            return IsVideoName(file) ? "" : file + " does not end in .avi, .mkv or .mov";
          },
          ""))
      ->type_name("VIDEO");
  video->add_option("--truth", command->truth, "The counts into this file: .csv")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& file) {
            return file.ends_with(".csv") ? "" : file + " does not end in .csv";
          },
          ""))
      ->type_name("FILE");
  video->add_option("--seed", command->seed, "The same seed draws the same video")
      ->capture_default_str()
      ->type_name("NUMBER");
  CLI::Option* seconds = video->add_option("--seconds", command->seconds, "How long it is")
                             ->check(CLI::Range(0.1, 86'400.0))
                             ->capture_default_str();
  video->add_option("--pictures", command->pictures, "How long it is, in pictures")
      ->check(CLI::Range(1, 1'000'000))
      ->excludes(seconds);
  video->add_option("--per-second", command->pictures_per_s, "Pictures per second")
      ->check(CLI::Range(0.05, 60.0))
      ->capture_default_str();
  video
      ->add_option("--persons-m2", command->persons_m2,
                   "Persons per square metre of the zones, about, at most; or at least and at most")
      ->expected(1, 2)
      ->capture_default_str()
      ->type_name("[LEAST] MOST");
  video->footer(
      "The zones fill, stay full for a seventh of the time, and empty again; people walk in and "
      "out, "
      "which\ntakes a minute or so. Somebody is in a zone if his feet are, and counts if enough of "
      "him shows.\nThe counts are what throng eval --truth reads.\n\n"
      "Examples:\n"
      "  throng-draw video --site station.toml --out crowd.avi --truth crowd.csv\n"
      "  throng eval --site station.toml --source crowd.avi --truth crowd.csv\n"
      "One picture every two seconds, from 0.1 to 2 persons per square metre, with camera north:\n"
      "  throng-draw video --site station.toml --camera north --persons-m2 0.1 2 --pictures 60 \\\n"
      "                    --per-second 0.5 --out dense.avi --truth dense.csv\n");
  video->callback([command, &run] {
    const std::string wrong = CheckDensities(command->persons_m2);
    if (!wrong.empty()) throw CLI::ValidationError("--persons-m2", wrong);
    run = [command] { return DrawVideo(*command); };
  });
}

}  // namespace throng
