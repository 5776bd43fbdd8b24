// throng demo: counts the shipped site on its video and leaves a CSV, a ledger and a picture.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdlib>

#include "counter/apps/command.h"
#include "counter/apps/demo_live.h"

namespace throng {
namespace {

// Empty if there is no such variable.
Path FolderIn(const char* variable) {
  const char* value = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): one thread
  return value != nullptr ? value : "";
}

// Where counter/demo.sh keeps the video.
Path CachedVideo() {
  const Path cache = FolderIn("XDG_CACHE_HOME");
  return (cache.empty() ? FolderIn("HOME") / ".cache" : cache) / "throng" / "vtest.avi";
}

Path ThisProgram() {
  std::error_code failed;
  return std::filesystem::read_symlink("/proc/self/exe", failed);
}

// The site file that is installed beside the program.
Path ShippedSite() {
  return ThisProgram().parent_path().parent_path() / "share" / "throng" / "demo.toml";
}

// The first folder/run-N that is not there yet, so that an earlier demo is never written over.
Result<Path> NewFolder(const Path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return Fault::kNotPermitted;
  constexpr int kMostRuns = 10'000;
  for (int i = 1; i < kMostRuns; ++i) {
    const Path run = folder / fmt::format("run-{}", i);
    if (std::filesystem::create_directory(run, failed)) return run;
    if (failed) return failed.value() == ENOSPC ? Fault::kDiskFull : Fault::kNotPermitted;
  }
  return Fault::kNotPermitted;
}

}  // namespace

ExitCode Demo(const DemoCommand& command) {
  const Path video = command.video.value_or(CachedVideo());
  std::error_code ignored;
  if (!std::filesystem::exists(video, ignored)) {
    fmt::print(
        stderr,
        "throng: {}: the demo's video is not there. `sh counter/demo.sh` fetches it; or name "
        "it with --video.\n",
        video.string());
    return ExitCode::kSource;
  }
  const Result<Path> folder = NewFolder(command.folder);
  if (!folder) return Tell(command.folder.string(), folder.error());
  CountCommand count;
  count.site = ShippedSite();
  count.sources = {video.string()};
  count.real_time = command.real_time;
  count.model = command.model;
  count.ledger = *folder / "counts.ledger";
  count.csv = *folder / "counts.csv";
  count.chart = *folder / "counts.svg";
  fmt::print(stderr, "Counting people per zone in {} with {}\n\n", video.string(),
             count.site.string());
  const ExitCode code = Count(count);
  if (code == ExitCode::kOk) {
    fmt::print(stderr,
               "\nWhich alarms its rules would have raised:\n  {} replay --site {} --ledger {}\n",
               ThisProgram().string(), count.site.string(), count.ledger->string());
    fmt::print(stderr,
               "\nOn your own video, with a site file that begins as a copy of the demo's:\n"
               "  cp {1} my-site.toml\n"
               "  {0} check my-site.toml\n"
               "  {0} count --site my-site.toml --source my-video.mp4\n",
               ThisProgram().string(), count.site.string());
  }
  if (code != ExitCode::kOk || !command.serve) return code;
  return DemoLive(ThisProgram(), count.site, std::filesystem::absolute(video, ignored), *folder);
}

}  // namespace throng
