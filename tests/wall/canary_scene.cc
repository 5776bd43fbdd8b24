// Stops a family of processes, searches their memory, lets them go on.
// SPDX-License-Identifier: Apache-2.0
#include "tests/wall/canary_scene.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "counter/door/unsafe.h"
#include "counter/site/load.h"
#include "counter/site/test_live_site.h"
#include "tests/wall/canary_video.h"

namespace throng {

namespace fs = std::filesystem;

namespace {

// A process that has ended has none, though it may still wait to be heard of.
bool HasMemory(pid_t id) {
  std::ifstream maps("/proc/" + std::to_string(id) + "/maps");
  return maps && maps.peek() != std::ifstream::traits_type::eof();
}

}  // namespace

void CanaryScene::SetUp() {
  SceneTest::SetUp();
  if (IsSkipped()) return;
  std::signal(SIGPIPE, SIG_IGN);  // a camera whose reader is gone
  if (kUnsafeBuild) GTEST_SKIP() << "the sanitizers keep what is freed";
  if (::geteuid() != 0) GTEST_SKIP() << "only root may look into an eye's memory";
  site_ = folder_ / "site.toml";
  Write(site_, Live("[site]\nname = \"canary\"\n\n[[camera]]\nname = \"cam\"\nsource = "
                    "\"camera/canary.mkv\"\n"
                    "picture = [320, 240]\nfield_of_view_deg = 60.0\n"
                    "pose = { height_m = 5.0, tilt_deg = 40.0 }\n\n"
                    "[[zone]]\nname = \"all\"\nkind = \"walkway\"\ncamera = \"cam\"\n"
                    "image = [[10, 80], [310, 80], [310, 230], [10, 230]]\n"));
  std::vector<Complaint> complaints;
  const Result<Site> site = LoadSite(site_, complaints);
  ASSERT_TRUE(site);
  fs::create_directory(camera_);
  ASSERT_TRUE(MakeCanary(camera_, kPictures, *site, needles_));
}

std::vector<std::string> CanaryScene::Count(const std::string& control,
                                            std::vector<std::string> words) const {
  fs::path throng = THRONG_PROGRAM;
  if (!control.empty()) {
    throng = fs::path(CONTROLS) / control / "throng";
    fs::copy_file(THRONG_PROGRAM, throng, fs::copy_options::overwrite_existing);
  }
  std::vector<std::string> all{throng.string(), "count", "--site", site_.string(), "--json"};
  std::ranges::move(words, std::back_inserter(all));
  return all;
}

Found CanaryScene::FoundIn(const Process& process) const {
  const std::vector<pid_t> family = FamilyOf(process.id());
  EXPECT_EQ(family.size(), 3U) << "throng, the process that waits for the eye, and the eye";
  return FoundInAll(family);
}

Found CanaryScene::FoundInAll(const std::vector<pid_t>& family) const {
  for (const pid_t id : family) ::kill(id, SIGSTOP);
  Found found;
  for (const pid_t id : family) {
    if (!HasMemory(id)) continue;
    EXPECT_TRUE(SearchMemory(id, needles_, found) || !HasMemory(id)) << id;
  }
  for (const pid_t id : family) ::kill(id, SIGCONT);
  return found;
}

std::vector<std::string> CanaryScene::CodeThatCanChange(pid_t id) {
  std::ifstream maps("/proc/" + std::to_string(id) + "/maps");
  std::vector<std::string> lines;
  for (std::string line; std::getline(maps, line);) {
    if (line.find(" rwx") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

std::set<std::string> CanaryScene::StagesIn(const Found& found) {
  std::set<std::string> stages;
  for (const auto& [what, count] : found) stages.insert(what.first);
  return stages;
}

std::set<int> CanaryScene::PicturesIn(const Found& found) {
  std::set<int> pictures;
  for (const auto& [what, count] : found) pictures.insert(what.second);
  return pictures;
}

int CanaryScene::SpreadOf(const std::set<int>& pictures) {
  if (pictures.empty()) return 0;
  int most_between = *pictures.begin() + kPictures - *pictures.rbegin();
  for (auto next = pictures.begin(); std::next(next) != pictures.end(); ++next) {
    most_between = std::max(most_between, *std::next(next) - *next);
  }
  return kPictures - most_between;
}

std::string CanaryScene::Told(const Found& found) {
  std::string told;
  for (const std::string& stage : StagesIn(found)) told += (told.empty() ? "" : ", ") + stage;
  return told.empty() ? "nothing" : told;
}

void CanaryScene::Sleep(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

}  // namespace throng
