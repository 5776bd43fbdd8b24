// Eyes are heard, restarted when they die, given up when hopeless, and never outlive the watch.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/watch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstring>
#include <string>

#include "counter/site/pose_for_test.h"

namespace throng {
namespace {

using std::chrono::milliseconds;

const Brief kBrief{.camera = PoseStraightDown({640, 480}),
                   .steps = {.every = std::chrono::seconds(1)},
                   .patches = {{{0, 0}, {9, 0}, {9, 9}}}};

OpenedSource FileOf(const char* script) {
  std::string name = testing::TempDir() + "script.XXXXXX";
  const int fd = ::mkstemp(name.data());
  EXPECT_EQ(::write(fd, script, std::strlen(script)), static_cast<ssize_t>(std::strlen(script)));
  ::unlink(name.c_str());
  return {.fd = Descriptor(fd), .size_bytes = std::strlen(script)};
}

class WatchTest : public testing::Test {
 protected:
  Watch WatchOf(std::initializer_list<const char*> scripts) {
    std::vector<CameraFeed> feeds;
    for (const char* script : scripts)
      feeds.push_back({.source = FileOf(script), .brief = kBrief, .model = {}});
    Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_);
    return *std::move(watch);
  }
  // What the cameras say, step by step until all are over: digits, '-' for silence.
  static std::string Hear(Watch& watch) {
    std::string heard;
    while (true) {
      const auto answers = watch.Next(std::nullopt);
      EXPECT_TRUE(answers);
      bool any = false;
      std::string step;
      for (const CameraAnswer& answer : *answers) {
        any = any || answer.tally;
        step += answer.tally ? static_cast<char>('0' + answer.tally->patches[0].persons()) : '-';
      }
      if (!any) return heard;
      heard += step + " ";
    }
  }

  SystemClock clock_;
  Result<Stop> stop_ = Stop::Make();
};

TEST_F(WatchTest, HearsEachTallyOfAFileInItsOrder) {
  Watch watch = WatchOf({"12345"});
  EXPECT_EQ(Hear(watch), "1 2 3 4 5 ");
  EXPECT_TRUE(watch.status(0).end);
  EXPECT_EQ(watch.status(0).told, 5U);
  EXPECT_EQ(watch.status(0).dropped, 0U);
  EXPECT_EQ(watch.ShareRead(), 1.0);
}

TEST_F(WatchTest, WaitsForTheSlowerCameraAndGoesOnWithoutTheOneThatEnded) {
  Watch watch = WatchOf({"1ww23", "789"});
  EXPECT_EQ(Hear(watch), "17 28 39 ");
  Watch shorter = WatchOf({"1", "789"});
  EXPECT_EQ(Hear(shorter), "17 -8 -9 ");
}

TEST_F(WatchTest, RestartsAnEyeThatDiesWhereItDied) {
  Watch watch = WatchOf({"12K34"});
  EXPECT_EQ(Hear(watch), "1 2 3 4 ");
  EXPECT_EQ(watch.status(0).restarts, 1);
  EXPECT_TRUE(watch.status(0).end);
}

TEST_F(WatchTest, TheNextEyeKnowsThatThePictureWasFrozen) {
  Watch watch = WatchOf({"1zKz"});
  EXPECT_EQ(Hear(watch), "1 0 7 ");
}

TEST_F(WatchTest, GivesUpAnEyeThatDiesAtOneSpotAndLeavesTheOthersAlone) {
  Watch watch = WatchOf({"12D34", "56789"});
  EXPECT_EQ(Hear(watch), "15 26 -7 -8 -9 ");
  EXPECT_EQ(watch.status(0).restarts, 2);
  ASSERT_FALSE(watch.status(0).end);
  EXPECT_EQ(watch.status(0).end.error(), Fault::kEyeDied);
  EXPECT_TRUE(watch.status(1).end);
}

TEST_F(WatchTest, AnEyeThatRunsOutOfMemoryIsRestartedAndTheCauseIsKept) {
  Watch watch = WatchOf({"12o34"});
  EXPECT_EQ(Hear(watch), "1 2 ");
  EXPECT_EQ(watch.status(0).restarts, 2);
  ASSERT_FALSE(watch.status(0).end);
  EXPECT_EQ(watch.status(0).end.error(), Fault::kEyeOutOfMemory);
}

TEST_F(WatchTest, ARecordOfTheWrongSizeCostsTheEyeItsLife) {
  Watch watch = WatchOf({"12b34"});
  EXPECT_EQ(Hear(watch), "1 2 ");
  EXPECT_EQ(watch.status(0).end.error(), Fault::kEyeBroke);
}

TEST_F(WatchTest, PassesOnWhatAnEyeSaysOfItsEnd) {
  Watch watch = WatchOf({"12e"});
  EXPECT_EQ(Hear(watch), "1 2 ");
  EXPECT_EQ(watch.status(0).end.error(), Fault::kEndedEarly);
  EXPECT_EQ(watch.status(0).restarts, 0) << "only deaths are worth another try";
}

TEST_F(WatchTest, AnEyeThatHangsAfterItsLastWordIsKilled) {
  Watch watch = WatchOf({"1h"});
  WatchOptions once{.most_deaths = 1};
  std::vector<CameraFeed> feeds;
  feeds.push_back({.source = FileOf("1h"), .brief = kBrief, .model = {}});
  Result<Watch> hanging = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_, once);
  ASSERT_TRUE(hanging);
  EXPECT_EQ(Hear(*hanging), "1 ");
  EXPECT_EQ(hanging->status(0).end.error(), Fault::kEyeDied);
}

TEST_F(WatchTest, InRealTimeTheNewestWinsAndTheRestIsDroppedAndCounted) {
  Watch watch = WatchOf({"1234wwwwwwwwww5"});
  const auto first = watch.Next(clock_.Steady() + milliseconds(500));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->at(0).tally->patches[0].persons(), 4);
  EXPECT_EQ(watch.status(0).dropped, 3U);
  const auto silent = watch.Next(clock_.Steady() + milliseconds(10));
  ASSERT_TRUE(silent);
  EXPECT_FALSE(silent->at(0).tally) << "silence is no answer, not the old answer";
  EXPECT_FALSE(silent->at(0).over);
}

constexpr Duration kTick = milliseconds(400);

// In real time, tick by tick of a watch that was made when it `began`: what was told in each, '-'
// for silence.
std::string HearTicks(Watch& watch, Duration began, int ticks) {
  std::string heard;
  Duration deadline = began;
  for (int i = 0; i < ticks; ++i) {
    deadline += kTick;
    const auto answers = watch.Next(deadline);
    const std::optional<Tally>& tally = answers->at(0).tally;
    heard += tally ? static_cast<char>('0' + tally->patches[0].persons()) : '-';
  }
  return heard;
}

CameraFeed LiveFeedOf(OpenedSource source) {
  CameraFeed feed{.source = std::move(source), .brief = kBrief, .model = {}};
  feed.brief.pace = Pace::kRealTime;
  feed.brief.steps.every = kTick;
  return feed;
}

// The bits of all that throng took from an eye: four readings of 25609 values each.
double BitsIn(int tallies) { return tallies * 4 * std::log2(25609); }

TEST_F(WatchTest, AHostileEyeTellsNoMoreThanTheBound) {
  std::vector<CameraFeed> feeds;
  feeds.push_back(LiveFeedOf(FileOf("fwwwwwwwwwwwwwwwwww")));
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_);
  ASSERT_TRUE(watch);
  constexpr int kTicks = 3;
  int taken = 0;
  Duration deadline = clock_.Steady();
  for (int i = 0; i < kTicks; ++i) {
    deadline += kTick;
    if (watch->Next(deadline)->at(0).tally) ++taken;
  }
  const double tick_s = std::chrono::duration<double>(kTick).count();
  EXPECT_GE(taken, 1);
  EXPECT_EQ(watch->status(0).told, 300U);
  EXPECT_EQ(watch->status(0).dropped, 300U - static_cast<unsigned>(taken));
  EXPECT_LE(BitsIn(taken) / (kTicks * tick_s), MostBitsPerSecond(tick_s));
  // Control: without throng's clock between them, all of it gets through.
  Watch all = WatchOf({"f"});
  int heard = 0;
  while (all.Next(std::nullopt)->at(0).tally) ++heard;
  EXPECT_EQ(heard, 300);
  EXPECT_GT(BitsIn(heard) / (kTicks * tick_s), MostBitsPerSecond(tick_s));
}

TEST_F(WatchTest, AnOldEyeIsReplacedAndNoTickIsLost) {
  std::vector<CameraFeed> feeds;
  feeds.push_back(LiveFeedOf(FileOf("0123456789")));
  const Duration began = clock_.Steady();
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_,
                                    {.most_deaths = 3, .renewed_after = 2 * kTick});
  ASSERT_TRUE(watch);
  EXPECT_EQ(HearTicks(*watch, began, 8), "01234567");
  EXPECT_GE(watch->status(0).renewals, 2);
  EXPECT_EQ(watch->status(0).restarts, 0) << "that is no death";
}

TEST_F(WatchTest, AFileInALoopBeginsAgainAndNoTickIsLost) {
  std::vector<CameraFeed> feeds;
  feeds.push_back(LiveFeedOf(FileOf("012")));
  feeds[0].again = true;
  const Duration began = clock_.Steady();
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_,
                                    {.most_deaths = 3, .renewed_after = 2 * kTick});
  ASSERT_TRUE(watch);
  EXPECT_EQ(HearTicks(*watch, began, 8), "01201201");
  EXPECT_EQ(watch->status(0).restarts, 0) << "nothing went wrong";
}

TEST_F(WatchTest, AFileThatTellsNothingIsNotReadForEver) {
  std::vector<CameraFeed> feeds;
  feeds.push_back(LiveFeedOf(FileOf("w")));
  feeds[0].again = true;
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_);
  ASSERT_TRUE(watch);
  EXPECT_TRUE(watch->Next(clock_.Steady() + milliseconds(1000))->at(0).over);
}

TEST_F(WatchTest, ASuccessorTakesOverFromAnEyeThatDies) {
  std::vector<CameraFeed> feeds;
  feeds.push_back(LiveFeedOf(FileOf("012K345")));
  const Duration began = clock_.Steady();
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_,
                                    {.most_deaths = 3, .renewed_after = kTick + kTick / 2});
  ASSERT_TRUE(watch);
  EXPECT_EQ(HearTicks(*watch, began, 4), "0123");
  EXPECT_EQ(watch->status(0).restarts, 0) << "nobody began again from the first picture";
  EXPECT_EQ(watch->status(0).renewals, 1);
}

TEST_F(WatchTest, DeathsCountAlsoWithTalliesBetweenThem) {
  Watch watch = WatchOf({"1K2K3K4"});
  EXPECT_EQ(Hear(watch), "1 2 3 ");
  ASSERT_FALSE(watch.status(0).end);
  EXPECT_EQ(watch.status(0).end.error(), Fault::kEyeDied);
}

// Runs ahead of the system's.
class LaterClock final : public Clock {
 public:
  Instant Now() const override { return clock_.Now(); }
  Duration Steady() const override { return clock_.Steady() + later; }
  void SleepUntil(Duration steady) override { clock_.SleepUntil(steady - later); }
  Duration later{0};

 private:
  SystemClock clock_;
};

TEST_F(WatchTest, AnEyeOnAPipeIsRestartedAlsoAfterADay) {
  LaterClock clock;
  std::vector<CameraFeed> feeds;
  feeds.push_back(LiveFeedOf(FileOf("1D2")));
  feeds[0].source.size_bytes.reset();
  ASSERT_EQ(::lseek(feeds[0].source.fd.get(), 0, SEEK_SET), 0);
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock, *stop_);
  ASSERT_TRUE(watch);
  clock.later = std::chrono::hours(25);
  EXPECT_EQ(Hear(*watch), "1 2 ");
  EXPECT_EQ(watch->status(0).restarts, 1);
}

TEST_F(WatchTest, WhatCannotBeReadAgainKeepsItsEye) {
  std::vector<CameraFeed> feeds;
  feeds.push_back(LiveFeedOf(FileOf("0123456789")));
  feeds[0].source.size_bytes.reset();
  ASSERT_EQ(::lseek(feeds[0].source.fd.get(), 0, SEEK_SET), 0);
  const Duration began = clock_.Steady();
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_,
                                    {.most_deaths = 3, .renewed_after = kTick});
  ASSERT_TRUE(watch);
  EXPECT_EQ(HearTicks(*watch, began, 4), "0123");
  EXPECT_EQ(watch->status(0).renewals, 0);
}

TEST_F(WatchTest, AStopEndsTheWaitAtOnce) {
  Watch watch = WatchOf({"1wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"});
  ASSERT_TRUE(watch.Next(std::nullopt));
  EXPECT_FALSE(stop_->Asked());
  ::raise(SIGINT);
  EXPECT_FALSE(watch.Next(std::nullopt));
  EXPECT_TRUE(stop_->Asked());
  sigset_t pending;  // take it back for the tests that follow
  ::sigemptyset(&pending);
  ::sigaddset(&pending, SIGINT);
  const timespec now{};
  ::sigtimedwait(&pending, nullptr, &now);
}

TEST_F(WatchTest, EachEyeGetsItsModelsFileAndNoOtherDescriptor) {
  std::vector<CameraFeed> feeds;
  feeds.push_back({.source = FileOf("m"), .brief = kBrief, .model = FileOf("4").fd});
  feeds.push_back({.source = FileOf("m"), .brief = kBrief, .model = {}});
  Result<Watch> watch = Watch::Make(std::move(feeds), SCRIPTED_EYE, clock_, *stop_);
  ASSERT_TRUE(watch);
  EXPECT_EQ(Hear(*watch), "49 ");
}

TEST_F(WatchTest, WithoutTheEyeProgramItSaysSo) {
  std::vector<CameraFeed> feeds;
  feeds.push_back({.source = FileOf("1"), .brief = kBrief, .model = {}});
  const Result<Watch> watch = Watch::Make(std::move(feeds), "/nowhere/throng-eye", clock_, *stop_);
  ASSERT_FALSE(watch);
  EXPECT_EQ(watch.error(), Fault::kNoEyeProgram);
}

}  // namespace
}  // namespace throng
