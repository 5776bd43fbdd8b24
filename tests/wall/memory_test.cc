// An eye that runs out of memory while it holds a frame: no core, no piece of the frame, no number.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "counter/site/load.h"
#include "tests/live/stand_in.h"
#include "tests/wall/canary_live_video.h"
#include "tests/wall/canary_scene.h"
#include "tests/wall/canary_video.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

// Where cores go: "core" and the like is a file in the working directory.
std::string CorePattern() {
  std::ifstream file("/proc/sys/kernel/core_pattern");
  std::string pattern;
  std::getline(file, pattern);
  return pattern;
}

class MemoryTest : public CanaryScene {
 protected:
  void SetUp() override {
    CanaryScene::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    std::vector<Complaint> complaints;
    const Result<Site> site = LoadSite(site_, complaints);
    ASSERT_TRUE(site && MakeLiveCanary(camera_, kPictures, *site, needles_));
    fs::create_directory(left_);
  }

  // In left_, where cores may be as large as they like.
  std::vector<std::string> WithCores(const std::vector<std::string>& words) const {
    std::vector<std::string> all{
        "sh", "-c", "ulimit -c unlimited && cd " + left_.string() + " && exec \"$@\"", "sh"};
    all.insert(all.end(), words.begin(), words.end());
    return all;
  }

  Found FoundInFiles() const {
    Found found;
    SearchFiles(left_, needles_, found);
    return found;
  }
  static std::vector<std::string> CoresIn(const fs::path& folder) {
    std::vector<std::string> cores;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename();
      if (name.starts_with("core")) cores.push_back(name);
    }
    return cores;
  }

  const fs::path left_ = folder_ / "left";
};

// Its pieces are in its memory 62 times when it ends.
TEST_F(MemoryTest, AnEyeWithoutMemoryIsReplacedAndNothingOfItsFrameIsLeft) {
  const CameraServer server(folder_, {"--video", camera_ / kCanaryMoves});
  struct Starving {
    std::string control;
    std::string said;
  };
  for (const Starving& one :
       {Starving{"starves", "the eye needed more memory than it may have, and was ended"},
        Starving{"starves_in_c", "the eye died again and again"}}) {
    Process throng(WithCores(Count(one.control, {"--tick", "5", "--ledger", left_ / "l.ledger",
                                                 "--source", server.Address("rtsp", 0)})),
                   left_);
    std::set<pid_t> eyes;
    EXPECT_TRUE(Eventually([&] {
      const std::vector<pid_t> family = FamilyOf(throng.id());
      if (family.size() == 3) eyes.insert(family.back());
      const Found in_throng = FoundInAll({throng.id()});
      EXPECT_TRUE(in_throng.empty()) << Told(in_throng);
      const Found found = FoundInAll(family);
      EXPECT_LE(SpreadOf(PicturesIn(found)), 2 * kCanaryRate) << "its own newest";
      return eyes.size() >= 3 && Lines(throng.OutSoFar()) >= 2;
    })) << "another eye and another, and two ticks";
    std::istringstream lines(throng.OutSoFar());
    for (std::string line; std::getline(lines, line) && line.ends_with('}');) {
      const nlohmann::json told = nlohmann::json::parse(line);
      EXPECT_EQ(told["freshness"], "blind") << line;
      EXPECT_TRUE(told["persons"].is_null()) << line;
    }
    throng.Signal(SIGINT);
    const Ended ended = throng.Wait();
    EXPECT_THAT(ended.err, testing::HasSubstr(one.said));
    EXPECT_THAT(ended.err, testing::ContainsRegex("was called again [0-9]+ time"));
    EXPECT_TRUE(FoundInFiles().empty()) << Told(FoundInFiles());
    for (const fs::path& folder : {left_, folder_, fs::current_path(), fs::path("/")}) {
      EXPECT_THAT(CoresIn(folder), testing::IsEmpty()) << folder;
    }
    fs::remove(left_ / "l.ledger");
  }
}

TEST_F(MemoryTest, ControlAnOrdinaryProgramsCoreIsFoundWithThePicturesThatItHolds) {
  const std::string pattern = CorePattern();
  if (pattern.empty() || pattern[0] == '|' || pattern.find('/') != std::string::npos) {
    GTEST_SKIP() << "cores of this machine go elsewhere: \"" << pattern
                 << "\"; tests/wall/machine.sh looks there";
  }
  const pid_t child = ::fork();
  if (child == 0) {
    const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
    std::ifstream file(camera_ / "canary.y4m", std::ios::binary);
    std::string bytes(3 * kCanaryBytes, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (::setrlimit(RLIMIT_CORE, &all) == 0 && ::chdir(left_.c_str()) == 0) std::abort();
    ::_exit(bytes[0]);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(CoresIn(left_).size(), 1U);
  EXPECT_THAT(StagesIn(FoundInFiles()), testing::Contains("Y plane"));
}

}  // namespace
}  // namespace throng
