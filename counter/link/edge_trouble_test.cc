// An operator is told what is wrong and what helps; nothing that a hub says can garble a screen.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/edge_trouble.h"

#include <gmock/gmock.h>
#include <grpcpp/support/status.h>
#include <gtest/gtest.h>

#include <set>

#include "counter/wire/status.h"

namespace throng {
namespace {

using std::chrono::seconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(EdgeTrouble, EachCodeOfTheContractHasWordsOfItsOwn) {
  std::set<std::string> texts;
  for (const grpc::StatusCode code :
       {grpc::StatusCode::OK, grpc::StatusCode::UNAUTHENTICATED,
        grpc::StatusCode::PERMISSION_DENIED, grpc::StatusCode::FAILED_PRECONDITION,
        grpc::StatusCode::INVALID_ARGUMENT, grpc::StatusCode::RESOURCE_EXHAUSTED,
        grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::ABORTED, grpc::StatusCode::UNIMPLEMENTED,
        grpc::StatusCode::INTERNAL}) {
    texts.insert(TroubleOf(grpc::Status(code, "")).text);
  }
  EXPECT_EQ(texts.size(), 10U);
}

TEST(EdgeTrouble, ARefusedCertificateIsSaidWithItsCureAndTriedLessOften) {
  const EdgeTrouble refused = TroubleOf({grpc::StatusCode::UNAUTHENTICATED, kCertificateIsRefused});
  EXPECT_THAT(refused.text, HasSubstr("the hub refuses this certificate"));
  EXPECT_THAT(refused.text, HasSubstr("throng cert site with --renew"));
  EXPECT_TRUE(refused.is_lasting);
  const EdgeTrouble unknown = TroubleOf({grpc::StatusCode::UNAUTHENTICATED, "nobody"});
  EXPECT_THAT(unknown.text, Not(HasSubstr("refuses")));
}

TEST(EdgeTrouble, TellsWhatTheHubSaidIfItIsPlain) {
  const auto told = [](const std::string& said) {
    return TroubleOf({grpc::StatusCode::INVALID_ARGUMENT, said}).text;
  };
  EXPECT_THAT(told("windows[3].zone is no zone of the site"),
              EndsWith("(windows[3].zone is no zone of the site)"));
  EXPECT_THAT(told("\x1b[2J gone"), Not(HasSubstr("gone")));
  EXPECT_THAT(told("a\nb"), Not(HasSubstr("b)")));
  EXPECT_LE(told(std::string(5000, 'x')).size(), 400U);
}

TEST(EdgeTrouble, PausesDoubleUpToTheLongest) {
  const auto pause = [](int failures, double chance) {
    return EdgePause(failures, seconds(1), seconds(60), chance);
  };
  EXPECT_EQ(pause(1, 0), seconds(1));
  EXPECT_EQ(pause(2, 0), seconds(2));
  EXPECT_EQ(pause(6, 0), seconds(32));
  EXPECT_EQ(pause(7, 0), seconds(60));
  EXPECT_EQ(pause(1'000'000, 0), seconds(60));
  EXPECT_EQ(pause(7, 1), seconds(30));
}

}  // namespace
}  // namespace throng
