// Questions about the past: who may ask, what is answered, and readers that take nothing.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "counter/hub/hub_for_test.h"

namespace throng {
namespace {

using grpc::StatusCode;

class HistoryTest : public testing::TestWithParam<Backend> {
 protected:
  HistoryTest() {
    if (GetParam() == Backend::kPostgres && TestPostgres::WhyNot()) return;
    hub_ = std::make_unique<HubForTest>(GetParam(), ByMetadata());
    edge_ = std::make_unique<EdgeForTest>(hub_->Call());
    EXPECT_TRUE(edge_->SayHello(SiteWith("arena", 3), SystemClock().Now()));
  }
  void SetUp() override {
    if (!hub_) GTEST_SKIP() << *TestPostgres::WhyNot();
  }

  v1::QueryRequest Request(const std::vector<std::string>& zones = {}) const {
    v1::QueryRequest request;
    request.set_site("arena");
    for (const std::string& zone : zones) request.add_zones(zone);
    request.set_from_ns(from_.utc_ns());
    request.set_until_ns((from_ + std::chrono::hours(1)).utc_ns());
    request.set_resolution(v1::RESOLUTION_RELEASED);
    return request;
  }

  struct Answer {
    std::vector<std::string> zones;
    std::vector<v1::Row> rows;
    std::size_t replies = 0;
    grpc::Status status;
  };
  Answer Ask(const v1::QueryRequest& request, Role role = Role::kPlanner) const {
    const auto stub = v1::History::NewStub(hub_->Call());
    grpc::ClientContext context;
    context.AddMetadata("test-caller",
                        UriOf({.kind = Identity::Kind::kReader, .name = "desk", .role = role}));
    const auto stream = stub->Query(&context, request);
    Answer answer;
    for (v1::QueryReply reply; stream->Read(&reply); ++answer.replies) {
      for (const std::string& zone : reply.zones()) answer.zones.push_back(zone);
      for (const v1::Row& row : reply.rows()) answer.rows.push_back(row);
    }
    answer.status = stream->Finish();
    return answer;
  }

  // How a question about alarms since then ends.
  StatusCode AskAlarms(Role role, std::int64_t from_ns) const {
    const auto stub = v1::History::NewStub(hub_->Call());
    grpc::ClientContext context;
    context.AddMetadata("test-caller",
                        UriOf({.kind = Identity::Kind::kReader, .name = "desk", .role = role}));
    v1::ListAlarmsRequest request;
    request.set_site("arena");
    request.set_from_ns(from_ns);
    request.set_until_ns(SystemClock().Now().utc_ns());
    const auto stream = stub->ListAlarms(&context, request);
    for (v1::ListAlarmsReply reply; stream->Read(&reply);) {
    }
    return stream->Finish().error_code();
  }

  // `ticks` of 15 s of all three zones, in batches of 600 windows.
  void Fill(std::int64_t ticks) {
    std::vector<Entry> batch;
    for (std::int64_t k = 0; k < ticks; ++k) {
      const std::vector<Entry> tick = TickOf(3, from_, k, static_cast<int>(k % 1000));
      batch.insert(batch.end(), tick.begin(), tick.end());
      if (batch.size() < 600 && k + 1 < ticks) continue;
      ASSERT_TRUE(edge_->Push(batch));
      batch.clear();
    }
  }

  Instant from_ = LongEnoughAgo();
  std::unique_ptr<HubForTest> hub_;
  std::unique_ptr<EdgeForTest> edge_;
};

INSTANTIATE_TEST_SUITE_P(Backends, HistoryTest,
                         testing::Values(Backend::kSqlite, Backend::kPostgres),
                         [](const auto& backend) { return NameOf(backend.param); });

TEST_P(HistoryTest, RowsComeInOrderOfTimeThenOfZonesEachOnce) {
  Fill(240);
  const Answer all = Ask(Request());
  EXPECT_TRUE(all.status.ok());
  EXPECT_THAT(all.zones, testing::ElementsAre("zone 0", "zone 1", "zone 2"));
  ASSERT_EQ(all.rows.size(), 720U);
  for (std::size_t i = 0; i < all.rows.size(); ++i) {
    ASSERT_EQ(all.rows[i].zone(), i % 3);
    ASSERT_EQ(all.rows[i].highest().persons(), i / 3);
  }
  const Answer two = Ask(Request({"zone 2", "zone 0", "zone 2"}));
  EXPECT_THAT(two.zones, testing::ElementsAre("zone 0", "zone 2"));
  EXPECT_EQ(two.rows.size(), 480U);
  EXPECT_EQ(two.rows[1].zone(), 1U) << "the position in the reply, not at the site";
}

TEST_P(HistoryTest, AReplyHasAtMostAThousandRows) {
  Fill(240);
  v1::QueryRequest request = Request();
  request.set_until_ns((from_ + std::chrono::hours(2)).utc_ns());
  EXPECT_EQ(Ask(request).replies, 1U);
  Fill(400);
  const Answer more = Ask(request);
  EXPECT_EQ(more.rows.size(), 1200U);
  EXPECT_EQ(more.replies, 2U);
}

TEST_P(HistoryTest, ASlowReaderGetsEachRowOnce) {
  Fill(1600);  // more than a narrow connection holds
  const auto stub = v1::History::NewStub(hub_->Call(true));
  v1::QueryRequest request = Request();
  request.set_until_ns((from_ + std::chrono::hours(7)).utc_ns());
  for (const v1::Resolution resolution : {v1::RESOLUTION_RELEASED, v1::RESOLUTION_MINUTE}) {
    request.set_resolution(resolution);
    const std::size_t expected = resolution == v1::RESOLUTION_RELEASED ? 4800 : 1200;
    grpc::ClientContext context;
    const auto stream = stub->Query(&context, request);
    std::vector<std::pair<std::int64_t, std::uint32_t>> rows;
    for (v1::QueryReply reply; stream->Read(&reply);) {
      for (const v1::Row& row : reply.rows()) {
        rows.emplace_back(row.window().start_ns(), row.zone());
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(150));  // longer than a thread waits
    }
    EXPECT_TRUE(stream->Finish().ok());
    EXPECT_EQ(rows.size(), expected);
    EXPECT_TRUE(std::ranges::is_sorted(rows));
    EXPECT_EQ(std::ranges::adjacent_find(rows), rows.end());
  }
}

TEST_P(HistoryTest, NoRowsAreAnAnswerToo) {
  const Answer none = Ask(Request());
  EXPECT_TRUE(none.status.ok());
  EXPECT_EQ(none.zones.size(), 3U);
  EXPECT_TRUE(none.rows.empty());
}

TEST_P(HistoryTest, WhatCannotBeAnsweredIsRefused) {
  v1::QueryRequest request = Request({"zone 9"});
  EXPECT_EQ(Ask(request).status.error_code(), StatusCode::NOT_FOUND);
  request = Request();
  request.set_site("harbour");
  EXPECT_EQ(Ask(request).status.error_code(), StatusCode::NOT_FOUND);
  request = Request();
  request.set_until_ns(request.from_ns());
  const grpc::Status empty = Ask(request).status;
  EXPECT_EQ(empty.error_code(), StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(empty.error_message(), "until_ns is not after from_ns");
  request = Request();
  request.clear_resolution();
  EXPECT_EQ(Ask(request).status.error_code(), StatusCode::INVALID_ARGUMENT);
}

TEST_P(HistoryTest, ViewersSeeTheLast24HoursAndPlannersAll) {
  v1::QueryRequest request = Request();
  EXPECT_TRUE(Ask(request, Role::kViewer).status.ok());
  request.set_from_ns((SystemClock().Now() + -Duration(std::chrono::hours(25))).utc_ns());
  const grpc::Status refused = Ask(request, Role::kViewer).status;
  EXPECT_EQ(refused.error_code(), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(refused.error_message(), "viewers see the last 24 hours");
  EXPECT_TRUE(Ask(request, Role::kPlanner).status.ok());
  EXPECT_EQ(AskAlarms(Role::kViewer, request.from_ns()), StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(AskAlarms(Role::kPlanner, request.from_ns()), StatusCode::OK);
}

TEST_P(HistoryTest, AlarmsComeWithAllOfTheirEvents) {
  std::vector<AlarmEvent> events;
  for (int alarm = 1; alarm <= 3; ++alarm) {
    for (int sequence = 1; sequence <= 2; ++sequence) {
      events.push_back({.alarm = alarm,
                        .sequence = sequence,
                        .change = sequence == 1 ? AlarmChange::kRaise : AlarmChange::kEnd,
                        .kind = AlarmKind::kBlind,
                        .rule = "r",
                        .place = "zone 0",
                        .band = Band::kClear,
                        .at = from_ + std::chrono::minutes(alarm),
                        .count = std::nullopt,
                        .reason = "",
                        .by = ""});
    }
  }
  ASSERT_TRUE(edge_->Push({}, events));
  const auto stub = v1::History::NewStub(hub_->Call());
  v1::ListAlarmsRequest request;
  request.set_site("arena");
  request.set_from_ns((from_ + std::chrono::minutes(2)).utc_ns());
  request.set_until_ns((from_ + std::chrono::minutes(9)).utc_ns());
  grpc::ClientContext context;
  const auto stream = stub->ListAlarms(&context, request);
  std::vector<std::uint64_t> alarms;
  for (v1::ListAlarmsReply reply; stream->Read(&reply);) {
    EXPECT_EQ(reply.events_size(), 2);
    alarms.push_back(reply.events(0).alarm());
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_THAT(alarms, testing::ElementsAre(2U, 3U));
}

// More than a narrow connection holds.
constexpr std::int64_t kManyTicks = 3000;

TEST_P(HistoryTest, OneCallerHasSoManyQuestionsAtOnce) {
  Fill(kManyTicks);
  const auto stub = v1::History::NewStub(hub_->Call(true));
  v1::QueryRequest request = Request();
  request.set_until_ns((from_ + std::chrono::hours(20)).utc_ns());
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::QueryReply>>> streams;
  v1::QueryReply reply;
  for (int i = 0; i < 32; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(stub->Query(contexts.back().get(), request));
    ASSERT_TRUE(streams.back()->Read(&reply));
  }
  grpc::ClientContext context;
  const auto one_more = stub->Query(&context, request);
  EXPECT_FALSE(one_more->Read(&reply));
  EXPECT_EQ(one_more->Finish().error_code(), StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Ask(request).rows.size(), 9000U) << "others are answered, whoever takes nothing";
  for (auto& open : contexts) open->TryCancel();
  for (auto& stream : streams) {
    while (stream->Read(&reply)) {
    }
    stream->Finish();
  }
}

// It is no matter of the archive.
class HistoryLimitTest : public HistoryTest {};
INSTANTIATE_TEST_SUITE_P(Sqlite, HistoryLimitTest, testing::Values(Backend::kSqlite));

TEST_P(HistoryLimitTest, AllCallersTogetherHaveSoManyQuestionsAtOnce) {
  Fill(kManyTicks);
  edge_.reset();
  hub_->Stop();
  hub_->options().most_idle = std::chrono::minutes(10);  // until all of them are open
  hub_->Start();
  v1::QueryRequest request = Request();
  request.set_until_ns((from_ + std::chrono::hours(20)).utc_ns());
  std::vector<std::unique_ptr<v1::History::Stub>> stubs;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<v1::QueryReply>>> streams;
  v1::QueryReply reply;
  for (int i = 0; i < 256; ++i) {
    if (i % 32 == 0) stubs.push_back(v1::History::NewStub(hub_->Call(true)));
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    contexts.back()->AddMetadata("test-caller", UriOf({.kind = Identity::Kind::kReader,
                                                       .name = "desk " + std::to_string(i / 32),
                                                       .role = Role::kPlanner}));
    streams.push_back(stubs.back()->Query(contexts.back().get(), request));
    ASSERT_TRUE(streams.back()->Read(&reply)) << i;
  }
  EXPECT_EQ(Ask(request).status.error_code(), StatusCode::RESOURCE_EXHAUSTED);
  for (auto& open : contexts) open->TryCancel();
  for (auto& stream : streams) {
    while (stream->Read(&reply)) {
    }
    stream->Finish();
  }
  EXPECT_TRUE(Eventually([&] { return Ask(request).rows.size() == 9000U; }));
}

TEST_P(HistoryTest, AReaderThatTakesNothingIsEnded) {
  Fill(kManyTicks);
  edge_.reset();
  hub_->Stop();
  hub_->options().most_idle = std::chrono::milliseconds(100);
  hub_->Start();
  const auto stub = v1::History::NewStub(hub_->Call(true));
  v1::QueryRequest request = Request();
  request.set_until_ns((from_ + std::chrono::hours(20)).utc_ns());
  grpc::ClientContext context;
  const auto stream = stub->Query(&context, request);
  v1::QueryReply reply;
  ASSERT_TRUE(stream->Read(&reply));
  std::this_thread::sleep_for(std::chrono::seconds(3));  // it is looked at each second
  std::size_t rows = 0;
  while (stream->Read(&reply)) rows += static_cast<std::size_t>(reply.rows_size());
  EXPECT_EQ(stream->Finish().error_code(), StatusCode::CANCELLED);
  EXPECT_LT(rows, 8000U);
}

}  // namespace
}  // namespace throng
