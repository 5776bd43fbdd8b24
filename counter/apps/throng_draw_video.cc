// throng-draw video: videos of a site, and how many people are in each zone of each picture.
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
#include <set>
#include <string>
#include <utility>
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
  fmt::print(stderr, "throng-draw: {}; the site's cameras are: {}{}\n",
             name.empty() ? "choose one with --camera" : "no camera is named \"" + name + "\"",
             names, name.empty() ? ". Or give a folder as --out, for a video by each" : "");
  return std::nullopt;
}

// Whether zones that several cameras see join all of them, so that their metres are the same.
bool AreJoined(const Site& site, const std::vector<CameraIndex>& cameras) {
  std::set<CameraIndex> joined{cameras.front()};
  for (std::size_t before = 0; before < joined.size();) {
    before = joined.size();
    for (std::size_t zone = 0; zone < site.zones.size(); ++zone) {
      std::set<CameraIndex> seers;
      for (const Patch& patch : site.patches) {
        if (patch.zone.value() != zone) continue;
        for (const PatchView& view : patch.views) seers.insert(view.camera);
      }
      const bool touches = std::ranges::any_of(
          seers, [&joined](const CameraIndex seer) { return joined.contains(seer); });
      if (touches) joined.insert(seers.begin(), seers.end());
    }
  }
  return joined.size() == cameras.size();
}

// Those that see a zone, if they can be drawn together, each into a file of its name.
std::optional<std::vector<CameraIndex>> AllCamerasOrTell(const Site& site) {
  std::vector<CameraIndex> cameras;
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    const CameraIndex camera(static_cast<std::uint16_t>(i));
    if (ViewsOf(site, camera).empty()) continue;
    cameras.push_back(camera);
    const std::string& name = site.cameras[i].name;
    if (name.find('/') == std::string::npos && name.front() != '.') continue;
    fmt::print(stderr,
               "throng-draw: no file can be named after camera \"{}\"; rename it, or choose it "
               "with --camera and give a file as --out\n",
               name);
    return std::nullopt;
  }
  if (AreJoined(site, cameras)) return cameras;
  fmt::print(stderr,
             "throng-draw: not all cameras are joined by zones that several of them see, so nobody "
             "knows whether their metres are the same; choose one with --camera, and give a file "
             "as --out\n");
  return std::nullopt;
}

// What is drawn, and into which files.
struct Drawn {
  std::vector<CameraIndex> cameras;
  std::vector<std::string> files;
};

std::optional<Drawn> ChooseOrTell(const Site& site, const VideoCommand& command) {
  std::error_code ignored;
  if (!command.camera.empty() || !std::filesystem::is_directory(command.out, ignored)) {
    const std::optional<CameraIndex> camera = CameraOrTell(site, command.camera);
    if (!camera) return std::nullopt;
    return Drawn{{*camera}, {command.out}};
  }
  std::optional<std::vector<CameraIndex>> cameras = AllCamerasOrTell(site);
  if (!cameras) return std::nullopt;
  Drawn drawn{*std::move(cameras), {}};
  for (const CameraIndex camera : drawn.cameras) {
    const std::string name = site.cameras[camera.value()].name + ".avi";
    drawn.files.push_back(std::filesystem::path(command.out) / name);
  }
  return drawn;
}

bool IsDrawableOrTell(const Site& site, const std::vector<CameraIndex>& cameras,
                      const SiteVideoOptions& options) {
  if (ZonesOf(site, cameras).empty()) {
    fmt::print(stderr, "throng-draw: the camera {} sees no zone, so there is nothing to know\n",
               site.cameras[cameras.front().value()].name);
    return false;
  }
  const int most = MostPersons(site, cameras, options.most);
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

// Gives the file that could not be written to the end, with its fault.
std::optional<std::pair<std::string, Fault>> DrawInto(SiteVideo& video, std::uint64_t pictures,
                                                      const std::vector<std::string>& names,
                                                      std::vector<VideoFile>& files,
                                                      std::ofstream& truth) {
  const Progress progress(pictures);
  for (std::uint64_t i = 1; i <= pictures; ++i) {
    const SiteMoment moment = video.Next();
    for (std::size_t camera = 0; camera < files.size(); ++camera) {
      const Status added = files[camera].Add(moment.pictures[camera]);
      if (!added) return std::pair(names[camera], added.error());
    }
    truth << ZoneTableRow(i, moment.persons);
    progress.Show(i);
  }
  for (std::size_t camera = 0; camera < files.size(); ++camera) {
    const Status finished = files[camera].Finish();
    if (!finished) return std::pair(names[camera], finished.error());
  }
  return std::nullopt;
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
  const std::optional<Drawn> drawn = ChooseOrTell(*site, command);
  if (!drawn) return ExitCode::kUsage;
  const SiteVideoOptions options = OptionsOf(command);
  if (!IsDrawableOrTell(*site, drawn->cameras, options)) return ExitCode::kUsage;

  std::ofstream truth;
  const Status opened = OpenTable(command.truth, truth);
  if (!opened) return TellWriting(command.truth, opened.error());
  truth << ZoneTableHeader(*site, ZonesOf(*site, drawn->cameras));
  std::vector<VideoFile> files;
  for (std::size_t i = 0; i < drawn->cameras.size(); ++i) {
    const SiteCamera& camera = site->cameras[drawn->cameras[i].value()];
    const ImageSize size = camera.calibration.camera.pose().picture;
    Result<VideoFile> file =
        VideoFile::Make(drawn->files[i], {size.width_px, size.height_px}, options.pictures_per_s);
    if (!file) return TellWriting(drawn->files[i], file.error());
    files.push_back(*std::move(file));
  }
  SiteVideo video(*site, drawn->cameras, options);
  const auto failed = DrawInto(video, options.pictures, drawn->files, files, truth);
  if (failed) return TellWriting(failed->first, failed->second);
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
      "video", "Videos of a site by its cameras, and how many people are in each zone");
  video->add_option("--site", command->site, "The site file: cameras and zones")
      ->required()
      ->type_name("FILE");
  video
      ->add_option("--camera", command->camera,
                   "By which camera; needed if there are several and --out is a file")
      ->type_name("NAME");
  video
      ->add_option("--out", command->out,
                   "The video into this file: .avi, .mkv or .mov; or all into this folder, each as "
                   "CAMERA.avi")
      ->required()
      ->check(CLI::Validator(
          [](const std::string& file) {
            std::error_code ignored;
            const bool fits = IsVideoName(file) || std::filesystem::is_directory(file, ignored);
            return fits ? "" : file + " is no folder and does not end in .avi, .mkv or .mov";
          },
          ""))
      ->type_name("VIDEO|FOLDER");
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
      "out, which\ntakes a minute or so. Somebody is in a zone if his feet are, and counts if "
      "enough of him shows,\nto one of the cameras that are drawn. The counts are what throng eval "
      "--truth reads.\n\n"
      "Examples:\n"
      "  throng-draw video --site station.toml --out crowd.avi --truth crowd.csv\n"
      "  throng eval --site station.toml --source crowd.avi --truth crowd.csv\n"
      "One picture every two seconds, from 0.1 to 2 persons per square metre, with camera north:\n"
      "  throng-draw video --site station.toml --camera north --persons-m2 0.1 2 --pictures 60 \\\n"
      "                    --per-second 0.5 --out dense.avi --truth dense.csv\n"
      "The same people at the same moments by all cameras, which share their metres:\n"
      "  throng-draw video --site hall.toml --out . --truth hall.csv\n");
  video->callback([command, &run] {
    const std::string wrong = CheckDensities(command->persons_m2);
    if (!wrong.empty()) throw CLI::ValidationError("--persons-m2", wrong);
    run = [command] { return DrawVideo(*command); };
  });
}

}  // namespace throng
