// Reads the JSON of `throng eval`.
// SPDX-License-Identifier: Apache-2.0
#include "tests/truth/evaluation.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/pipeline/process.h"
#include "tests/truth/limits.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

std::vector<ScoreRow> RowsOf(const nlohmann::json& list, const char* key) {
  std::vector<ScoreRow> rows;
  for (const auto& line : list) {
    if (line.at("bias").is_null()) {
      ADD_FAILURE() << line.at(key) << ": nothing could be compared";
      continue;
    }
    EXPECT_EQ(line.at("blind"), 0) << line.at(key);
    rows.push_back({.of = line.at(key),
                    .compared = line.at("compared"),
                    .blind = line.at("blind"),
                    .known = line.at("mean_known"),
                    .bias = line.at("bias"),
                    .mean_absolute = line.at("mean_absolute_error"),
                    .root_mean_square = line.at("root_mean_square_error"),
                    .held = line.at("interval_held")});
  }
  return rows;
}

void Print(const std::string& scene, const std::string& model, const std::vector<ScoreRow>& rows) {
  for (const ScoreRow& row : rows) {
    std::printf(
        "%-14s %-5s %-10s n %4d  known %6.2f  bias %+7.2f  MAE %6.2f  RMSE %6.2f  held %3.0f%%\n",
        scene.c_str(), model.c_str(), row.of.c_str(), row.compared, row.known, row.bias,
        row.mean_absolute, row.root_mean_square, 100 * row.held);
  }
}

fs::path YoloxFile() {
  return FromEnvironment(
      "THRONG_YOLOX", fs::path(THRONG_SOURCE_DIR) / ".." / "shared" / "models" / "yolox_nano.onnx");
}

}  // namespace

std::string FromEnvironment(const char* name, const std::string& otherwise) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

fs::path DataFolder() {
  return FromEnvironment("THRONG_DATA", fs::path(THRONG_SOURCE_DIR) / ".." / "shared" / "data");
}

std::vector<std::string> Models() {
  std::vector<std::string> models{"net", "hog"};
  if (fs::exists(YoloxFile())) models.emplace_back("yolox");
  return models;
}

TruthTest::TruthTest()
    : folder_(fs::temp_directory_path() / ("throng_truth." + std::to_string(::getpid()))) {
  fs::create_directories(folder_);
}

TruthTest::~TruthTest() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Evaluation TruthTest::Eval(const std::string& scene, const std::string& model, const fs::path& site,
                           const fs::path& video, const fs::path& truth) const {
  const Ended ended = RunToEnd(
      {THRONG_PROGRAM, "eval", "--json", "--model", model == "yolox" ? YoloxFile().string() : model,
       "--site", site, "--source", video, "--truth", truth},
      folder_);
  EXPECT_EQ(ended.code, 0) << ended.err;
  const nlohmann::json report = nlohmann::json::parse(ended.out, nullptr, false);
  Evaluation evaluation{.zones = RowsOf(report.at("scores"), "zone"),
                        .bands = RowsOf(report.at("bands"), "persons_per_m2")};
  Print(scene, model, evaluation.zones);
  Print(scene, model, evaluation.bands);
  return evaluation;
}

void ExpectWithinLimits(const std::string& scene, const std::string& model,
                        const Evaluation& evaluation) {
  const auto* const limit = std::ranges::find_if(
      kLimits, [&](const Limit& some) { return some.scene == scene && some.model == model; });
  ASSERT_NE(limit, kLimits.end()) << scene << " has no limits for " << model;
  ASSERT_FALSE(evaluation.zones.empty());
  const ScoreRow& all = evaluation.all();
  EXPECT_LT(all.mean_absolute, limit->mean_absolute) << scene << ", " << model;
  EXPECT_LT(all.root_mean_square, limit->root_mean_square) << scene << ", " << model;
  EXPECT_GE(all.held, limit->held) << scene << ", " << model;
}

}  // namespace throng
