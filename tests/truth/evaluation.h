// Runs `throng eval` for a test, prints its scores, and holds them against their limits.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace throng {

// One row of the tables of `throng eval`. In persons, but for `held`, a share.
struct ScoreRow {
  std::string of;  // a zone, "all", or a band of density
  int compared;
  int blind;
  double known;
  double bias;
  double mean_absolute;
  double root_mean_square;
  double held;
};

struct Evaluation {
  std::vector<ScoreRow> zones;  // "all" is the last
  std::vector<ScoreRow> bands;
  const ScoreRow& all() const { return zones.back(); }
};

// Has a folder of its own, which is removed at the end.
class TruthTest : public testing::Test {
 protected:
  TruthTest();
  ~TruthTest() override;

  // `model` is one of Models(). Prints the rows, as SPECIFICATION.md quotes them, under the name
  // `scene`. A blind pair or none at all fails the test.
  Evaluation Eval(const std::string& scene, const std::string& model,
                  const std::filesystem::path& site, const std::filesystem::path& video,
                  const std::filesystem::path& truth) const;

  const std::filesystem::path folder_;
};

// Fails the test if "all" is worse than limits.h permits for that scene and model.
void ExpectWithinLimits(const std::string& scene, const std::string& model,
                        const Evaluation& evaluation);

// The environment's value, if it has one.
std::string FromEnvironment(const char* name, const std::string& otherwise);

// Who counts on each scene: "net", "hog", and "yolox" where the user's model YOLOX-nano is
// (THRONG_YOLOX, or beside the source tree).
std::vector<std::string> Models();

// Where the recordings with known counts are: THRONG_DATA, or beside the source tree.
std::filesystem::path DataFolder();

}  // namespace throng
