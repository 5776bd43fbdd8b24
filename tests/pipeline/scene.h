// A folder with a small drawn video and its site file: what a pipeline test counts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/pipeline/process.h"

namespace throng {

// Videos are drawn by the ffmpeg program: 128 x 160 pixels, 10 pictures a second, nobody in them.
class SceneTest : public testing::Test {
 protected:
  SceneTest();
  ~SceneTest() override;

  // Skips the test if ffmpeg is missing.
  void SetUp() override;

  // `pattern` is a lavfi source, for example "testsrc2" or "color=black".
  std::filesystem::path Draw(const std::string& name, int seconds,
                             const std::string& pattern = "testsrc2");
  // Its camera "cam" has `source`; zones "left" and "right" (64 x 100 px each). `width_px` is the
  // width the site file claims for the picture.
  std::filesystem::path SiteFor(const std::filesystem::path& source, int width_px = 128);

  // throng with these words.
  Ended Throng(const std::vector<std::string>& words) const;
  std::string Sql(const std::filesystem::path& ledger, const std::string& query) const;

  const std::filesystem::path folder_;
};

std::vector<std::string> WithThrong(std::vector<std::string> words);
void Write(const std::filesystem::path& file, const std::string& text);
int Lines(const std::string& text);

}  // namespace throng
