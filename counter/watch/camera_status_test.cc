// What a status says of a camera follows from its newest tally, and what was once wrong with it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/camera_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>

namespace throng {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

Tally Of(PatchReading first, PatchReading second = {}) { return {.patches = {first, second}}; }

TEST(CameraStatus, IsAsItsBestPatch) {
  CameraStatus status;
  NoteTally(status, Of(PatchReading::Blind(SightReason::kOutOfReach), PatchReading(Persons(3))),
            seconds(7));
  EXPECT_EQ(status.told, 1U);
  EXPECT_EQ(status.last_told, Duration(seconds(7)));
  EXPECT_EQ(status.sight, Sight::kSeeing);
  EXPECT_EQ(TroubleOf(status), "");
  NoteTally(status, Of(PatchReading::Blind(SightReason::kDark)), seconds(8));
  EXPECT_EQ(status.sight, Sight::kBlind);
  EXPECT_EQ(status.reason, SightReason::kDark) << "places without a patch say nothing";
}

TEST(CameraStatus, EachReasonHasItsOwnText) {
  std::set<std::string_view> texts;
  for (unsigned reason = 1; reason < kSightReasons; ++reason) {
    CameraStatus status;
    NoteTally(status, Of(PatchReading::Blind(static_cast<SightReason>(reason))), seconds(1));
    EXPECT_FALSE(TroubleOf(status).empty()) << reason;
    texts.insert(TroubleOf(status));
  }
  EXPECT_EQ(texts.size(), kSightReasons - 1);
  CameraStatus in_part;
  NoteTally(in_part, Of(PatchReading::Dim(Persons(3), SightReason::kOutOfReach)), seconds(1));
  EXPECT_EQ(TroubleOf(in_part), "") << "it was always so";
}

TEST(CameraStatus, AnEndIsToldBeforeAReason) {
  CameraStatus status;
  NoteTally(status, Of(PatchReading::Blind(SightReason::kDark)), seconds(1));
  status.end = Fault::kCameraSilent;
  EXPECT_EQ(TroubleOf(status), Describe(Fault::kCameraSilent));
}

TEST(CameraStatus, ACameraThatMovedIsNotForgotten) {
  CameraStatus status;
  NoteTally(status, Of(PatchReading::Dim(Persons(3), SightReason::kMoved)), seconds(1));
  EXPECT_THAT(std::string(TroubleOf(status)), HasSubstr("another scene"));
  NoteTally(status, Of(PatchReading(Persons(3))), seconds(2));
  EXPECT_EQ(status.sight, Sight::kSeeing);
  EXPECT_THAT(std::string(TroubleOf(status)), HasSubstr("another scene"))
      << "the next eye takes the new scene for the right one";
}

TEST(CameraStatus, PicturesThatDoNotComeWithinThreeTicksAreLate) {
  CameraStatus status;
  EXPECT_FALSE(IsLate(status, std::chrono::hours(1), std::chrono::seconds(5))) << "not begun";
  NoteTally(status, Tally{}, std::chrono::seconds(100));
  EXPECT_FALSE(IsLate(status, std::chrono::seconds(115), std::chrono::seconds(5)));
  EXPECT_TRUE(IsLate(status, std::chrono::seconds(116), std::chrono::seconds(5)));
  EXPECT_FALSE(IsLate(status, std::chrono::seconds(103), std::chrono::milliseconds(200)));
  EXPECT_THAT(std::string(TroubleOf(status, true)), HasSubstr("come late"));
  status.end = Fault::kCameraSilent;
  EXPECT_EQ(TroubleOf(status, true), Describe(Fault::kCameraSilent)) << "it is known why";
}

}  // namespace
}  // namespace throng
