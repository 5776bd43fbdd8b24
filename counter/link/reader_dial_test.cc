// A reader calls the hub anew when the line has broken, by what its folder holds then.
// SPDX-License-Identifier: Apache-2.0
#include <grpcpp/security/server_credentials.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "counter/link/answers_for_test.h"
#include "counter/link/authority.h"
#include "counter/link/credentials.h"
#include "counter/link/reader.h"
#include "counter/link/test_city.h"
#include "counter/link/test_scripted_hub.h"

namespace throng {
namespace {

constexpr int kUnavailable = 14;

class ReaderDialTest : public testing::Test {
 protected:
  // Watches until the hub was heard again after a break, during which `meanwhile` is done.
  Heard<Done> WatchOverABreak(const std::function<void()>& meanwhile) {
    int breaks = 0;
    Result<Reader> reader = Reader::Make(
        address_, folder_, clock_,
        {.go_on = [this] { return clock_.Steady() - begun_ < std::chrono::seconds(30); },
         .on_broken =
             [&](const HubTrouble&, std::chrono::seconds) {
               ++breaks;
               meanwhile();
             }});
    EXPECT_TRUE(reader);
    return reader->Watch({}, {.on_sites = [](std::span<const SiteNow>) {},
                              .on_news =
                                  [&](const SiteNews&) {
                                    if (breaks == 0) hub_.Break(kUnavailable, "the hub stops");
                                    return breaks == 0;
                                  }});
  }

  SystemClock clock_;
  const Duration begun_ = clock_.Steady();
  TestCity city_;
  const Identity reader_{.kind = Identity::Kind::kReader, .name = "wall", .role = Role::kViewer};
  const std::filesystem::path folder_ = city_.Make(reader_);
  const std::string address_ = "unix:" + (city_ / "hub.sock").string();
  ScriptedHub hub_{address_, City(), *ServerCredentialsOf(city_.MakeHub())};
};

TEST_F(ReaderDialTest, ARenewedReaderComesAsWhatItIsNow) {
  const Identity renewed{.kind = Identity::Kind::kReader, .name = "desk", .role = Role::kOperator};
  EXPECT_TRUE(WatchOverABreak([&] {
    EXPECT_TRUE(PutCredentials(folder_, renewed, {}, city_.authority(), Replace::kAlways, clock_));
  }));
  EXPECT_EQ(hub_.Heard().watchers,
            (std::vector<std::string>{"throng:reader:viewer:wall", "throng:reader:operator:desk"}));
}

// Somebody may be at work there.
TEST_F(ReaderDialTest, WhileItsFolderIsNotWholeItKeepsWhatItHad) {
  EXPECT_TRUE(WatchOverABreak([&] { std::filesystem::remove(folder_ / kKeyFile); }));
  EXPECT_EQ(hub_.Heard().watchers,
            (std::vector<std::string>{"throng:reader:viewer:wall", "throng:reader:viewer:wall"}));
}

}  // namespace
}  // namespace throng
