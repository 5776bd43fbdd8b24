// Media time starts at 0 and goes on steadily when the container's clock jumps.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/timeline.h"

#include <gtest/gtest.h>

#include <chrono>

namespace throng {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kInterval = milliseconds(100);

Duration ShownAt(Timeline& timeline, Duration raw) {
  return timeline.Place({.shown = raw, .decoded = raw}).shown.value();
}

TEST(Timeline, TheFirstPictureIsAtZeroWhateverTheClockSays) {
  Timeline timeline(kInterval);
  EXPECT_EQ(ShownAt(timeline, hours(7)), seconds(0));
  EXPECT_EQ(ShownAt(timeline, hours(7) + seconds(1)), seconds(1));
}

TEST(Timeline, AFirstPictureThatIsDecodedBeforeItIsShownIsAtZero) {
  Timeline timeline(kInterval);
  const PacketTimes placed = timeline.Place({.shown = seconds(0), .decoded = milliseconds(-200)});
  EXPECT_EQ(placed.shown, seconds(0));
  EXPECT_EQ(placed.decoded, milliseconds(-200));
}

TEST(Timeline, AGapInTheRecordingStaysAGap) {
  Timeline timeline(kInterval);
  ShownAt(timeline, seconds(0));
  EXPECT_EQ(ShownAt(timeline, seconds(300)), seconds(300));
}

TEST(Timeline, AClockThatStartsAgainGoesOn) {
  Timeline timeline(kInterval);
  ShownAt(timeline, seconds(0));
  ShownAt(timeline, seconds(50));
  EXPECT_EQ(ShownAt(timeline, seconds(0)), milliseconds(50'100));
  EXPECT_EQ(ShownAt(timeline, seconds(1)), milliseconds(51'100));
}

TEST(Timeline, OneDamagedTimeCostsNoMoreThanAPicture) {
  Timeline timeline(kInterval);
  ShownAt(timeline, seconds(0));
  EXPECT_EQ(ShownAt(timeline, hours(20)), milliseconds(100));
  EXPECT_EQ(ShownAt(timeline, milliseconds(200)), milliseconds(200));
}

TEST(Timeline, PicturesShownOutOfOrderAreNoJump) {
  Timeline timeline(kInterval);
  timeline.Place({.shown = seconds(0), .decoded = std::nullopt});
  timeline.Place({.shown = milliseconds(400), .decoded = std::nullopt});
  EXPECT_EQ(timeline.Place({.shown = milliseconds(100), .decoded = std::nullopt}).shown,
            milliseconds(100));
}

TEST(Timeline, AnIncredibleTimeOfShowingIsUnknown) {
  Timeline timeline(kInterval);
  ShownAt(timeline, seconds(0));
  const PacketTimes placed = timeline.Place({.shown = hours(9), .decoded = seconds(1)});
  EXPECT_EQ(placed.shown, std::nullopt);
  EXPECT_EQ(placed.decoded, seconds(1));
}

TEST(Timeline, WithoutTimesThereIsNothingToPlace) {
  Timeline timeline(kInterval);
  EXPECT_EQ(timeline.Place({}), PacketTimes{});
}

}  // namespace
}  // namespace throng
