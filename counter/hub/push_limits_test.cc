// How much a hub lets edges bring before it has answered, and how long it waits for a hello.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "counter/hub/hub_for_test.h"
#include "counter/wire/ingest.h"

namespace throng {
namespace {

using grpc::StatusCode;

const Instant kLongAgo = LongEnoughAgo();

// Shut, nobody passes until it is opened.
class Barrier {
 public:
  void Shut() { Set(true); }
  void Open() { Set(false); }
  void Pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_shut_; });
  }

 private:
  void Set(bool is_shut) {
    const std::scoped_lock lock(mutex_);
    is_shut_ = is_shut;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_shut_ = false;
};

// Another archive, of which whoever writes batches passes the barrier.
class HeldArchive final : public Archive {
 public:
  HeldArchive(std::unique_ptr<Archive> archive, Barrier& barrier)
      : archive_(std::move(archive)), barrier_(barrier) {}

  Result<std::vector<BatchWritten>> Write(std::span<const SiteBatch> batches) override {
    barrier_.Pass();
    return archive_->Write(batches);
  }
  Result<std::int64_t> Enter(const SiteFacts& site) override { return archive_->Enter(site); }
  Result<std::vector<KnownSite>> Sites() override { return archive_->Sites(); }
  Result<std::vector<Entry>> Newest(std::int64_t site, Instant since) override {
    return archive_->Newest(site, since);
  }
  Status ForEach(const HistoryQuery& query,
                 const std::function<bool(const HistoryRow&)>& visit) override {
    return archive_->ForEach(query, visit);
  }
  Result<std::vector<std::vector<AlarmEvent>>> Alarms(std::int64_t site, Instant from,
                                                      Instant until) override {
    return archive_->Alarms(site, from, until);
  }
  Result<std::vector<std::vector<AlarmEvent>>> OpenAlarms(std::int64_t site) override {
    return archive_->OpenAlarms(site);
  }
  Result<std::vector<std::vector<AlarmEvent>>> AlarmsNumbered(
      std::int64_t site, std::span<const std::int64_t> numbers) override {
    return archive_->AlarmsNumbered(site, numbers);
  }
  Status Ask(std::int64_t site, const AskedAlarm& asked) override {
    return archive_->Ask(site, asked);
  }
  Result<std::vector<AskedAlarm>> Asked(std::int64_t site,
                                        std::optional<std::int64_t> ledger) override {
    return archive_->Asked(site, ledger);
  }
  Result<std::vector<std::int64_t>> EndLost(std::int64_t site, std::int64_t ledger,
                                            Instant now) override {
    return archive_->EndLost(site, ledger, now);
  }
  Result<bool> Maintain(const Retention& retention, Instant now) override {
    return archive_->Maintain(retention, now);
  }
  Status TryToWrite() override { return archive_->TryToWrite(); }
  Result<std::vector<Column>> Columns() override { return archive_->Columns(); }

 private:
  std::unique_ptr<Archive> archive_;
  Barrier& barrier_;
};

class PushLimitsTest : public testing::Test {
 protected:
  PushLimitsTest() {
    hub_.Stop();
    hub_.options().open_archive = [this]() -> Result<std::unique_ptr<Archive>> {
      return std::unique_ptr<Archive>(std::make_unique<HeldArchive>(hub_.place().Open(), barrier_));
    };
    hub_.options().callers = [this](const grpc::ServerContextBase& call) {
      ++calls_;
      return ThisMachine()(call);
    };
  }
  ~PushLimitsTest() override { barrier_.Open(); }

  // So many windows were taken from edges, and no more are.
  bool TakesNoMoreThan(std::uint64_t windows) {
    const auto taken = [this] { return hub_.hub().State().windows_taken; };
    const bool has_come = Eventually([&] { return taken() >= windows; });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // for more, if it takes more
    EXPECT_EQ(taken(), windows);
    return has_come;
  }

  static void SendTicks(EdgeForTest& edge, std::uint64_t ticks) {
    for (std::uint64_t k = 1; k <= ticks; ++k) {
      edge.Send(BatchMessage(k, TickOf(1, kLongAgo, static_cast<std::int64_t>(k), 3), {}));
    }
  }
  static void ExpectAnswers(EdgeForTest& edge, std::uint64_t ticks) {
    for (std::uint64_t k = 1; k <= ticks; ++k) {
      const auto answer = edge.Read();
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->done().number(), k);
      EXPECT_EQ(answer->done().written(), 1U);
    }
  }

  Barrier barrier_;
  std::atomic<int> calls_ = 0;
  HubForTest hub_;
};

TEST_F(PushLimitsTest, AnEdgeWithEightBatchesWithoutAnAnswerIsNotListenedTo) {
  hub_.Start();
  EdgeForTest edge(hub_.Call());
  ASSERT_TRUE(edge.SayHello(SiteWith("arena", 1), hub_.clock().Now()));
  barrier_.Shut();
  SendTicks(edge, 20);
  EXPECT_TRUE(TakesNoMoreThan(8));
  barrier_.Open();
  ExpectAnswers(edge, 20);
}

TEST_F(PushLimitsTest, NobodyIsListenedToWhileTooMuchIsToBeWritten) {
  hub_.options().most_waiting = 10;
  hub_.Start();
  EdgeForTest large(hub_.Call());
  ASSERT_TRUE(large.SayHello(SiteWith("arena", 12), hub_.clock().Now()));
  EdgeForTest small(hub_.Call());
  ASSERT_TRUE(small.SayHello(SiteWith("bridge", 1), hub_.clock().Now()));
  barrier_.Shut();
  large.Send(BatchMessage(1, TickOf(12, kLongAgo, 0, 3), {}));
  EXPECT_TRUE(TakesNoMoreThan(12));
  SendTicks(small, 5);
  EXPECT_TRUE(TakesNoMoreThan(13)) << "the one that it was listening for";
  barrier_.Open();
  ExpectAnswers(small, 5);
  EXPECT_EQ(large.Read()->done().written(), 12U);
}

TEST_F(PushLimitsTest, WhoSaysNoHelloForTenSecondsIsEnded) {
  hub_.Start();
  EdgeForTest silent(hub_.Call());
  ASSERT_TRUE(Eventually([&] { return calls_ > 0; })) << "it is there";
  EdgeForTest polite(hub_.Call());
  ASSERT_TRUE(polite.SayHello(SiteWith("arena", 1), hub_.clock().Now()));
  hub_.clock().Skip(std::chrono::seconds(11));
  EXPECT_FALSE(silent.Read());
  const grpc::Status status = silent.End();
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "there was no hello within 10 seconds");
  EXPECT_TRUE(polite.Push(TickOf(1, kLongAgo, 0, 1)));
}

}  // namespace
}  // namespace throng
