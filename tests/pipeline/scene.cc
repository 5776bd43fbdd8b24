// Draws small videos and writes site files for them.
// SPDX-License-Identifier: Apache-2.0
#include "tests/pipeline/scene.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "counter/site/test_live_site.h"

namespace throng {

namespace fs = std::filesystem;

SceneTest::SceneTest()
    : folder_(fs::temp_directory_path() / ("throng_scene." + std::to_string(::getpid()))) {
  fs::create_directories(folder_);
}

SceneTest::~SceneTest() { fs::remove_all(folder_); }

void SceneTest::SetUp() {
  if (RunToEnd({"ffmpeg", "-version"}, folder_).code != 0) {
    GTEST_SKIP() << "ffmpeg, which draws the videos, is missing: apt-get install ffmpeg";
  }
}

fs::path SceneTest::Draw(const std::string& name, int seconds, const std::string& pattern) {
  const fs::path video = folder_ / name;
  const std::string separator = pattern.find('=') == std::string::npos ? "=" : ":";
  const Ended drawn =
      RunToEnd({"ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i",
                pattern + separator + "size=128x160:rate=10:duration=" + std::to_string(seconds),
                "-c:v", "mpeg4", "-g", "10", video.string()},
               folder_);
  EXPECT_EQ(drawn.code, 0) << drawn.err;
  return video;
}

fs::path SceneTest::SiteFor(const fs::path& source, int width_px) {
  const fs::path site = folder_ / "site.toml";
  Write(site,
        Live("[site]\nname = \"drawn\"\n\n[[camera]]\nname = \"cam\"\nsource = \"" +
             source.string() + "\"\npicture = [" + std::to_string(width_px) +
             ", 160]\nfield_of_view_deg = 60.0\npose = { height_m = 5.0, tilt_deg = 45.0 }\n\n" +
             "[[zone]]\nname = \"left\"\nkind = \"walkway\"\ncamera = \"cam\"\n" +
             "image = [[0, 50], [64, 50], [64, 150], [0, 150]]\ncapacity = 20\n\n" +
             "[[zone]]\nname = \"right\"\nkind = \"queue\"\ncamera = \"cam\"\n" +
             "image = [[64, 50], [128, 50], [128, 150], [64, 150]]\n"));
  return site;
}

Ended SceneTest::Throng(const std::vector<std::string>& words) const {
  return RunToEnd(WithThrong(words), folder_);
}

std::string SceneTest::Sql(const fs::path& ledger, const std::string& query) const {
  const Ended answer =
      RunToEnd({"sqlite3", "-cmd", ".timeout 5000", ledger.string(), query}, folder_);
  EXPECT_EQ(answer.code, 0) << answer.err;
  return answer.out;
}

std::vector<std::string> WithThrong(std::vector<std::string> words) {
  words.insert(words.begin(), THRONG_PROGRAM);
  return words;
}

void Write(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

int Lines(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace throng
