// The examples of the contract do what its README says, against a hub, in Python and in C++.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>

#include "counter/link/answers_for_test.h"
#include "counter/link/test_scripted_hub.h"
#include "tests/clients/asking.h"
#include "tests/clients/python_example.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

class ExamplesTest : public AskingTest {
 protected:
  std::vector<std::string> Python(std::vector<std::string> words) const {
    words.insert(words.begin(), hub_);
    return python_.Words(words);
  }
  const PythonExample python_{folder_};
};

TEST_F(ExamplesTest, PythonListsSites) {
  const ScriptedHub hub(hub_, City());
  const Ended ended = RunToEnd(Python({"sites"}), folder_);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out,
            "North: connected, newest count 2026-11-24T12:00:00+00:00; zones: hall, stairs\n"
            "South: NOT CONNECTED, newest count 2026-11-24T12:00:00+00:00; zones: hall, stairs\n");
}

TEST_F(ExamplesTest, PythonWatchesOverABrokenLine) {
  ScriptedHub hub(hub_, City());
  Process watch(Python({"watch", "--seconds", "30"}), folder_);
  const auto says = [&watch](const std::string& text) {
    return watch.OutSoFar().find(text) != std::string::npos;
  };
  ASSERT_TRUE(Eventually([&] { return says("South, hall: nobody sees it"); }));
  hub.Break(14, "the hub stops");
  ASSERT_TRUE(Eventually([&] { return hub.Heard().watches.size() == 2; }));
  hub.Say(NewsOf("North", {SituationOf("hall", kNoon + 15 * kSecond, 21)}));
  ASSERT_TRUE(Eventually([&] { return says("North, hall: 21 persons (17 to 25)"); }))
      << watch.OutSoFar();
  watch.Signal(SIGTERM);
  const Ended ended = watch.Wait();
  EXPECT_THAT(ended.out, HasSubstr("North, stairs: 182 persons"));
  EXPECT_THAT(ended.out, HasSubstr("North, alarm 7 at stairs: 182 persons"));
}

TEST_F(ExamplesTest, PythonStopsWatchingInTime) {
  const ScriptedHub hub(hub_, City());
  EXPECT_EQ(RunToEnd(Python({"watch", "--seconds", "0.5"}), folder_).code, 0);
}

TEST_F(ExamplesTest, PythonWritesADay) {
  HubScript script = City();
  v1::QueryReply& reply = script.history.emplace_back();
  reply.add_zones("hall");
  *reply.add_rows() = RowOf(0, kNoon, 900, 40);
  script.history.emplace_back().add_rows()->CopyFrom(RowOf(0, kNoon + 900 * kSecond, 900, 8));
  script.history[1].mutable_rows(0)->clear_mean_persons();
  script.history[1].mutable_rows(0)->clear_highest();
  script.history[1].mutable_rows(0)->set_counted_s(0);
  const ScriptedHub hub(hub_, script);
  const Ended ended =
      RunToEnd(Python({"day", "North", "2026-11-24", folder_ / "day.csv"}), folder_);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(TextOf(folder_ / "day.csv"),
            "zone,from,mean,low,high,highest,counted_s\r\n"
            "hall,2026-11-24T12:00:00+00:00,40.0,30.0,50.0,44,900\r\n"
            "hall,2026-11-24T12:15:00+00:00,,,,,0\r\n");
  const v1::QueryRequest asked = hub.Heard().queries.at(0);
  EXPECT_EQ(asked.from_ns(), kNoon - 12 * 3600 * kSecond);
  EXPECT_EQ(asked.until_ns() - asked.from_ns(), 86'400 * kSecond);
}

TEST_F(ExamplesTest, PythonSaysWhyItCannot) {
  ScriptedHub hub(hub_, City());
  hub.Change([](HubScript& script) {
    script.status = 7;
    script.words = "for planners";
  });
  const Ended ended =
      RunToEnd(Python({"day", "North", "2026-11-24", folder_ / "day.csv"}), folder_);
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("PERMISSION_DENIED: for planners"));
}

TEST_F(ExamplesTest, CppListsAndWatches) {
  ScriptedHub hub(hub_, City());
  Process example({THRONG_EXAMPLE, hub_}, folder_);
  const auto says = [&example](const std::string& text) {
    return example.OutSoFar().find(text) != std::string::npos;
  };
  ASSERT_TRUE(Eventually([&] { return says("South, hall: nobody sees it"); }));
  hub.Break(14, "the hub stops");
  ASSERT_TRUE(Eventually([&] { return hub.Heard().watches.size() == 2; }));
  hub.Say(NewsOf("North", {SituationOf("hall", kNoon + 15 * kSecond, 20)}));
  ASSERT_TRUE(Eventually([&] { return says("20 persons (16 to 24)"); })) << example.OutSoFar();
  hub.Break(16, "no token");
  const Ended ended = example.Wait();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, StartsWith("North: 2 zones, connected\nSouth: 2 zones, NOT CONNECTED\n"));
  EXPECT_THAT(ended.err, HasSubstr("no token"));
}

// The lines in the example's head make a project that builds up to the compiler.
TEST_F(ExamplesTest, TheProjectInTheHeadOfTheCppExampleIsWhole) {
  const fs::path proto = THRONG_PROTO_FOLDER;
  std::ifstream in(proto / "examples/read_throng.cc");
  std::ofstream out(folder_ / "CMakeLists.txt");
  bool is_in = false;
  for (std::string line; std::getline(in, line);) {
    is_in = (is_in && line != "//") || line.starts_with("//   cmake_minimum_required");
    if (is_in) out << line.substr(5) << '\n';
  }
  out.close();
  fs::copy_file(proto / "examples/read_throng.cc", folder_ / "read_throng.cc");
  fs::copy(proto / "throng", folder_ / "throng", fs::copy_options::recursive);
  const fs::path build = folder_ / "build";
  const Ended configured = RunToEnd({"cmake", "-S", folder_, "-B", build, "-G", "Ninja"}, folder_);
  ASSERT_EQ(configured.code, 0) << configured.err;
  const Ended generated = RunToEnd(
      {"cmake", "--build", build, "--target", "throng/v1/watch.grpc.pb.cc", "throng/v1/alarm.pb.h"},
      folder_);
  EXPECT_EQ(generated.code, 0) << generated.out << generated.err;
  const Ended plan = RunToEnd({"ninja", "-C", build, "-t", "commands", "read_throng"}, folder_);
  EXPECT_THAT(plan.out, HasSubstr("query.grpc.pb.cc.o"));
  EXPECT_THAT(plan.out, HasSubstr("read_throng.cc.o"));
}

}  // namespace
}  // namespace throng
