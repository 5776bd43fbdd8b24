// Batches of many edges share a transaction; faults are answered, and the archive is tried again.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/writer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>

#include "counter/store/archives_for_test.h"

namespace throng {
namespace {

// What an archive was asked, and what it answers.
struct Script {
  std::mutex mutex;
  std::optional<Fault> fault;                     // of all that writes
  std::optional<std::int64_t> hated;              // a site with whose batches writing fails
  std::vector<std::vector<std::int64_t>> writes;  // sites of the batches of each Write
  std::atomic<int> upkeeps = 0;
  std::atomic<int> tries = 0;
  bool has_upkeep = false;
};

class ScriptedArchive final : public Archive {
 public:
  explicit ScriptedArchive(Script& script) : script_(script) {}

  Result<std::vector<BatchWritten>> Write(std::span<const SiteBatch> batches) override {
    const std::scoped_lock lock(script_.mutex);
    std::vector<std::int64_t> sites;
    std::vector<BatchWritten> written;
    for (const SiteBatch& batch : batches) {
      sites.push_back(batch.site);
      std::set<std::int64_t> alarms;
      for (const AlarmEvent& event : batch.events) alarms.insert(event.alarm);
      written.push_back({.written = static_cast<std::uint32_t>(batch.windows.size()),
                         .known = 0,
                         .refused = {},
                         .alarms = {alarms.begin(), alarms.end()}});
      if (script_.hated == batch.site) {
        script_.writes.push_back(sites);
        return Fault::kInternal;
      }
    }
    script_.writes.push_back(sites);
    if (script_.fault) return *script_.fault;
    return written;
  }
  Status TryToWrite() override {
    ++script_.tries;
    const std::scoped_lock lock(script_.mutex);
    if (script_.fault) return *script_.fault;
    return Done{};
  }
  Result<bool> Maintain(const Retention& /*retention*/, Instant /*now*/) override {
    ++script_.upkeeps;
    return script_.has_upkeep;
  }
  Result<std::vector<std::vector<AlarmEvent>>> AlarmsNumbered(
      std::int64_t /*site*/, std::span<const std::int64_t> numbers) override {
    return std::vector<std::vector<AlarmEvent>>(numbers.size());
  }
  Result<std::int64_t> Enter(const SiteFacts& /*site*/) override { return 1; }
  Result<std::vector<KnownSite>> Sites() override { return std::vector<KnownSite>(); }
  Result<std::vector<Entry>> Newest(std::int64_t /*site*/, Instant /*since*/) override {
    return std::vector<Entry>();
  }
  Status ForEach(const HistoryQuery& /*query*/,
                 const std::function<bool(const HistoryRow&)>& /*visit*/) override {
    return Done{};
  }
  Result<std::vector<std::vector<AlarmEvent>>> Alarms(std::int64_t /*site*/, Instant /*from*/,
                                                      Instant /*until*/) override {
    return std::vector<std::vector<AlarmEvent>>();
  }
  Result<std::vector<std::vector<AlarmEvent>>> OpenAlarms(std::int64_t /*site*/) override {
    return std::vector<std::vector<AlarmEvent>>();
  }
  Status Ask(std::int64_t /*site*/, const AskedAlarm& /*asked*/) override { return Done{}; }
  Result<std::vector<AskedAlarm>> Asked(std::int64_t /*site*/,
                                        std::optional<std::int64_t> /*ledger*/) override {
    return std::vector<AskedAlarm>();
  }
  Result<std::vector<std::int64_t>> EndLost(std::int64_t /*site*/, std::int64_t /*ledger*/,
                                            Instant /*now*/) override {
    return std::vector<std::int64_t>();
  }
  Result<std::vector<Column>> Columns() override { return std::vector<Column>(); }

 private:
  Script& script_;
};

using Answered = std::future<Result<WrittenBatch>>;

class WriterTest : public testing::Test {
 protected:
  std::unique_ptr<Writer> Begin(WriterOptions options = {}) {
    return std::make_unique<Writer>(std::make_unique<ScriptedArchive>(script_), options, clock_);
  }

  // Holds the writer's thread until the test lets go.
  static std::promise<void> Hold(Writer& writer) {
    std::promise<void> let_go;
    auto held = std::make_shared<std::future<void>>(let_go.get_future());  // the job's alone
    writer.Run([held](Archive&) -> Status {
      held->wait();
      return Done{};
    });
    return let_go;
  }

  static Answered Take(Writer& writer, std::int64_t site, int windows = 1) {
    QueuedBatch batch{.site = site, .windows = {}, .events = {}};
    for (int i = 0; i < windows; ++i) batch.windows.push_back(Counted(0, i * 15, i * 15 + 15, 1));
    auto promise = std::make_shared<std::promise<Result<WrittenBatch>>>();  // the answer's alone
    Answered answered = promise->get_future();
    writer.Take(std::move(batch), [promise](const QueuedBatch&, const Result<WrittenBatch>& r) {
      promise->set_value(r);
    });
    return answered;
  }

  static bool Eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 2000 && !holds(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return holds();
  }

  SystemClock clock_;
  Script script_;
};

TEST_F(WriterTest, WhatWaitsIsWrittenAtOnce) {
  const auto writer = Begin();
  std::promise<void> hold = Hold(*writer);
  Answered one = Take(*writer, 1, 2);
  Answered two = Take(*writer, 2, 3);
  hold.set_value();
  EXPECT_EQ(one.get()->windows.written, 2U);
  EXPECT_EQ(two.get()->windows.written, 3U);
  EXPECT_EQ(script_.writes, (std::vector<std::vector<std::int64_t>>{{1, 2}}));
  EXPECT_EQ(writer->WindowsWritten(), 5U);
}

TEST_F(WriterTest, OneTransactionIsBounded) {
  const auto writer = Begin({.most_joined = 10});
  std::promise<void> hold = Hold(*writer);
  Answered one = Take(*writer, 1, 6);
  Answered two = Take(*writer, 2, 4);
  Answered three = Take(*writer, 3, 30);
  Answered four = Take(*writer, 4, 1);
  hold.set_value();
  EXPECT_TRUE(four.get());
  EXPECT_EQ(script_.writes, (std::vector<std::vector<std::int64_t>>{{1, 2}, {3}, {4}}));
}

TEST_F(WriterTest, ItSaysWhenMoreWaitsThanItWants) {
  const auto writer = Begin({.most_waiting = 10});
  std::promise<void> hold = Hold(*writer);
  Answered one = Take(*writer, 1, 9);
  EXPECT_FALSE(writer->IsFull());
  Answered two = Take(*writer, 2, 1);
  EXPECT_TRUE(writer->IsFull());
  hold.set_value();
  two.wait();
  EXPECT_TRUE(Eventually([&] { return !writer->IsFull(); }));
}

TEST_F(WriterTest, AFaultIsAnsweredAndTheArchiveTriedUntilItCanBeWritten) {
  const auto writer = Begin({.try_again = std::chrono::milliseconds(10)});
  script_.fault = Fault::kDiskFull;
  EXPECT_EQ(Take(*writer, 1).get().error(), Fault::kDiskFull);
  EXPECT_TRUE(Eventually([&] { return !writer->IsWritable(); }));
  EXPECT_EQ(writer->Trouble(), Fault::kDiskFull);
  EXPECT_TRUE(Eventually([&] { return script_.tries > 2; }));
  EXPECT_FALSE(writer->IsWritable());
  {
    const std::scoped_lock lock(script_.mutex);
    script_.fault.reset();
  }
  EXPECT_TRUE(Eventually([&] { return writer->IsWritable(); })) << "although nobody sends";
  EXPECT_TRUE(Take(*writer, 1).get());
}

TEST_F(WriterTest, EachFaultOfTheArchiveMakesItUnwritable) {
  for (const Fault fault : {Fault::kDiskFull, Fault::kNotPermitted, Fault::kLedgerBusy,
                            Fault::kLedgerDamaged, Fault::kLedgerUnreachable}) {
    const auto writer = Begin();
    script_.fault = fault;
    EXPECT_EQ(Take(*writer, 1).get().error(), fault);
    EXPECT_TRUE(Eventually([&] { return !writer->IsWritable(); })) << Describe(fault);
  }
}

TEST_F(WriterTest, OneBadBatchDoesNotSpoilTheOthers) {
  const auto writer = Begin();
  script_.hated = 2;
  std::promise<void> hold = Hold(*writer);
  Answered one = Take(*writer, 1);
  Answered two = Take(*writer, 2);
  Answered three = Take(*writer, 3);
  hold.set_value();
  EXPECT_TRUE(one.get());
  EXPECT_EQ(two.get().error(), Fault::kInternal);
  EXPECT_TRUE(three.get());
  EXPECT_TRUE(writer->IsWritable()) << "the archive is not to blame";
}

TEST_F(WriterTest, WhatWaitsAtTheEndIsWrittenAndAnswered) {
  auto writer = Begin();
  std::promise<void> hold = Hold(*writer);
  Answered one = Take(*writer, 1);
  std::thread ending([&writer] { writer.reset(); });
  hold.set_value();
  EXPECT_TRUE(one.get());
  ending.join();
}

TEST_F(WriterTest, UpkeepGoesOnWhileEdgesSend) {
  script_.has_upkeep = true;
  const auto writer = Begin();
  for (int i = 0; i < 50 || script_.upkeeps < 3; ++i) {
    ASSERT_LT(i, 100'000);
    EXPECT_TRUE(Take(*writer, 1).get());
  }
}

TEST_F(WriterTest, AlarmsComeBackAsTheArchiveHasThem) {
  const auto writer = Begin();
  QueuedBatch batch{.site = 1, .windows = {}, .events = {}};
  for (const std::int64_t alarm : {4, 5, 4}) {
    batch.events.push_back({.alarm = alarm,
                            .sequence = 1,
                            .change = AlarmChange::kRaise,
                            .kind = AlarmKind::kBlind,
                            .rule = "r",
                            .place = "p",
                            .band = Band::kClear,
                            .at = At(0),
                            .count = std::nullopt,
                            .reason = "",
                            .by = ""});
  }
  std::promise<std::size_t> alarms;
  writer->Take(batch, [&alarms](const QueuedBatch&, const Result<WrittenBatch>& written) {
    alarms.set_value(written->alarms.size());
  });
  EXPECT_EQ(alarms.get_future().get(), 2U);
}

}  // namespace
}  // namespace throng
