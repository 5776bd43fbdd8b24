// throng count with a model that the user brings: it counts, or a message says what is wrong.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

#include "counter/eye/test_onnx.h"
#include "tests/pipeline/scene.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string kSmall = test_onnx::Inputs({{1, 3, 32, 32}});

// Finds one person, whatever is shown, with feet at (16, 24) of the input: (80, 120) of a picture
// of 128 x 160, which is in the right zone.
std::string Detector() {
  std::vector<float> answer(std::size_t{21} * 6, 0);
  const std::vector<float> last{0.5F, 0.5F, -1, -0.6931F, 1, 1};  // 16 px tall
  std::copy(last.begin(), last.end(), answer.end() - 6);
  return test_onnx::Constant(kSmall, {1, 21, 6}, answer);
}

class ModelTest : public SceneTest {
 protected:
  // Counting with `model` must end with 4, say `words` about it, and leave a whole, empty ledger.
  void ExpectRefused(const std::string& site, const fs::path& model, const std::string& words) {
    const std::string ledger = folder_ / (model.stem().string() + ".ledger");
    const Ended ended =
        Throng({"count", "--site", site, "--model", model.string(), "--ledger", ledger});
    EXPECT_EQ(ended.code, 4) << model << ended.err;
    EXPECT_THAT(ended.err, AllOf(HasSubstr(model.string() + ": "), HasSubstr(words),
                                 Not(HasSubstr("v.avi")), Not(HasSubstr("died"))));
    EXPECT_EQ(Sql(ledger, "PRAGMA integrity_check"), "ok\n") << model;
    EXPECT_EQ(Sql(ledger, "SELECT count(*) FROM occupancy"), "0\n") << model;
  }
};

TEST_F(ModelTest, ADetectorOfTheUserCountsWhereTheFeetAre) {
  const auto site = SiteFor(Draw("v.avi", 3));
  Write(folder_ / "one.onnx", Detector());
  const Ended ended = Throng({"count", "--site", site, "--json", "--model", folder_ / "one.onnx"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 3 * 2);
  EXPECT_THAT(ended.out,
              AllOf(ContainsRegex("\"left\"[^\n]*\"persons\":0,"),
                    ContainsRegex("\"right\"[^\n]*\"persons\":1,"), Not(HasSubstr("blind"))));
}

TEST_F(ModelTest, ADensityNetworkOfTheUserCountsInBothZones) {
  const auto site = SiteFor(Draw("v.avi", 2));
  Write(folder_ / "crowd.onnx", test_onnx::Density(test_onnx::Inputs({{1, 3, 0, 0}}), 8, 0, 0.25));
  const Ended ended =
      Throng({"count", "--site", site, "--json", "--model", folder_ / "crowd.onnx"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(Lines(ended.out), 2 * 2);
  EXPECT_THAT(ended.out, AllOf(Not(HasSubstr(R"("persons":0)")), Not(HasSubstr("blind"))));
}

TEST_F(ModelTest, AModelThatCannotCountIsNamedWithItsCure) {
  const std::string site = SiteFor(Draw("v.avi", 2));
  const std::string whole = Detector();
  const std::vector<float> twelve(12, 0);
  const float no_number = std::numeric_limits<float>::quiet_NaN();
  const std::string damaged = "Export it again, whole and in one file";
  const std::string for_others = "`throng count --help` says which models can count";
  const std::vector<std::tuple<std::string, std::string, std::string>> models{
      {"empty.onnx", "", damaged},
      {"letter.onnx", "a letter to somebody who wanted a model", damaged},
      {"cut.onnx", whole.substr(0, whole.size() / 2), damaged},
      {"two.onnx", test_onnx::Density(test_onnx::Inputs({{1, 3, 64, 64}, {1}, {1, 2}}), 8, 1, 0),
       for_others},
      {"other.onnx", test_onnx::Constant(kSmall, {1, 12}, twelve), for_others},
      {"nan.onnx", test_onnx::Density(kSmall, 8, 0, no_number), "not a number"}};
  for (const auto& [name, bytes, words] : models) {
    Write(folder_ / name, bytes);
    ExpectRefused(site, folder_ / name, words);
  }
  Write(folder_ / "large.onnx", whole);
  fs::resize_file(folder_ / "large.onnx", std::uintmax_t{600} << 20U);  // of holes
  ExpectRefused(site, folder_ / "large.onnx", "larger than 512 MiB");
  fs::create_directory(folder_ / "folder.onnx");
  ExpectRefused(site, folder_ / "folder.onnx", damaged);
}

TEST_F(ModelTest, AModelThatIsNotThereIsNoticedBeforeTheCount) {
  const std::string site = SiteFor(Draw("v.avi", 2));
  const std::string ledger = folder_ / "l.ledger";
  const Ended missing =
      Throng({"count", "--site", site, "--model", "none.onnx", "--ledger", ledger});
  EXPECT_EQ(missing.code, 4);
  EXPECT_THAT(missing.err, HasSubstr("none.onnx: there is no such file"));
  EXPECT_FALSE(fs::exists(ledger));
  const Ended unknown = Throng({"count", "--site", site, "--model", "nte"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("nte is not net, hog or a file that ends in .onnx"));
}

}  // namespace
}  // namespace throng
