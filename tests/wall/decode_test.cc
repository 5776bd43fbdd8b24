// Behind the lock all that cameras send is decoded, and hostile bytes break nothing open.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "counter/door/sandbox.h"
#include "counter/door/trial.h"
#include "counter/door/unsafe.h"
#include "counter/eye/source.h"
#include "counter/site/pose_for_test.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class DecodeTest : public SceneTest {
 protected:
  void SetUp() override {
    SceneTest::SetUp();
    if (!IsSkipped() && kUnsafeBuild) GTEST_SKIP() << "builds with sanitizers have no wall";
  }
};

struct Clip {
  std::string name;
  std::vector<std::string> encode;
};

TEST_F(DecodeTest, EveryPictureOfEachCodec) {
  const std::vector<Clip> clips{
      {"h264.mp4", {"-c:v", "libx264"}},
      {"h264.ts", {"-c:v", "libx264", "-bf", "0"}},
      {"hevc.mkv", {"-c:v", "libx265", "-x265-params", "log-level=none"}},
      {"mjpeg.avi", {"-c:v", "mjpeg"}},
      {"mpeg4.avi", {"-c:v", "mpeg4"}},
      {"ffv1.mkv", {"-c:v", "ffv1"}},
      {"vp9.mkv", {"-c:v", "libvpx-vp9"}},
      {"bare.y4m", {"-pix_fmt", "yuv420p"}},
  };
  for (const Clip& clip : clips) {
    const fs::path video = folder_ / clip.name;
    std::vector<std::string> words{"ffmpeg",
                                   "-loglevel",
                                   "error",
                                   "-f",
                                   "lavfi",
                                   "-i",
                                   "testsrc2=size=128x160:rate=10:duration=3"};
    words.insert(words.end(), clip.encode.begin(), clip.encode.end());
    words.push_back(video.string());
    ASSERT_EQ(RunToEnd(words, folder_).code, 0) << clip.name;
    const Ended ended = Throng({"count", "--site", SiteFor(video), "--tick", "0.1", "--json"});
    EXPECT_EQ(ended.code, 0) << clip.name << ": " << ended.err;
    EXPECT_EQ(Lines(ended.out), 30 * 2) << clip.name;
    EXPECT_THAT(ended.out, Not(HasSubstr("blind"))) << clip.name;
  }
}

// Reads a whole file as an eye does, and ends with 42.
void See(const fs::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 || ::dup2(fd, 0) != 0) ::_exit(1);
  if (!CloseBehind() || !LockDown()) ::_exit(2);
  const Brief brief{.camera = PoseStraightDown({64, 48}),
                    .steps = {.every = Duration(0), .pictures = 1},
                    .patches = {}};
  Result<Source> source = Source::Make(0, brief);
  for (int step = 0; source && step < 200; ++step) {
    const Result<std::optional<StepView>> view = source->Next();
    if (!view || !*view) break;
  }
}

// The corpus of the fuzz target: damaged containers and streams of every kind.
TEST_F(DecodeTest, HostileBytesMakeNoForbiddenCall) {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(HOSTILE_BYTES)) {
    const int status = LockedChild([&] { See(entry.path()); }).Wait();
    EXPECT_TRUE(WIFEXITED(status)) << entry.path() << " ended by signal " << WTERMSIG(status);
    EXPECT_EQ(WEXITSTATUS(status), LockedChild::kDone) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 10);
}

}  // namespace
}  // namespace throng
