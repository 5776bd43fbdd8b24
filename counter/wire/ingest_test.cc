// Hellos and batches are taken whole or not at all; nothing rides along in what nobody knows.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/ingest.h"

#include <gtest/gtest.h>
#include <throng/v1/ingest.pb.h>

#include <limits>
#include <string>
#include <vector>

#include "counter/wire/limits.h"
#include "counter/wire/messages_for_test.h"

namespace throng {
namespace {

namespace pb = google::protobuf;

v1::PushRequest Hello() { return HelloMessage(StationFacts(), kNow); }
v1::PushRequest Batch() {
  const std::vector<Entry> windows{SeenEntry(), BlindEntry()};
  const std::vector<AlarmEvent> events{RaisedEvent(), AcknowledgedEvent()};
  return BatchMessage(5, windows, events);
}

// What is said of the message, "" if it is taken.
std::string OfHello(const v1::PushRequest& message) {
  const Result<EdgeHello, Refusal> taken = HelloFrom(message, kNow);
  return taken ? "" : Describe(taken.error());
}
std::string OfBatch(const v1::PushRequest& message) {
  const Result<EdgeBatch, Refusal> taken = BatchFrom(message, 3, kNow);
  return taken ? "" : Describe(taken.error());
}

TEST(Ingest, TakesWhatKeepsTheRules) {
  const Result<EdgeHello, Refusal> hello = HelloFrom(Hello(), kNow);
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->now, kNow);
  EXPECT_EQ(hello->site.zones.size(), 3U);
  const Result<EdgeBatch, Refusal> batch = BatchFrom(Batch(), 3, kNow);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->number, 5U);
  ASSERT_EQ(batch->windows.size(), 2U);
  EXPECT_EQ(batch->windows[1].zone, ZoneIndex(0));
  ASSERT_EQ(batch->events.size(), 2U);
  EXPECT_EQ(batch->events[1].by, "shift leader");
  EXPECT_EQ(BatchMessage(5, batch->windows, batch->events).SerializeAsString(),
            Batch().SerializeAsString());
}

TEST(Ingest, TakesAnEmptyBatch) { EXPECT_EQ(OfBatch(BatchMessage(1, {}, {})), ""); }

TEST(Ingest, WantsAHelloAndThenBatches) {
  EXPECT_EQ(OfHello(Batch()), "the first message must be a hello");
  EXPECT_EQ(OfHello({}), "the first message must be a hello");
  EXPECT_EQ(OfBatch(Hello()), "after the hello, each message is a batch");
  EXPECT_EQ(OfBatch({}), "after the hello, each message is a batch");
}

TEST(Ingest, RefusesAHelloWithoutSiteOrTime) {
  v1::PushRequest message = Hello();
  message.mutable_hello()->clear_site();
  EXPECT_EQ(OfHello(message), "site is missing");
  message = Hello();
  message.mutable_hello()->set_now_ns(kNow.utc_ns() + 86'400 * kSecondNs + 1);
  EXPECT_EQ(OfHello(message), "now_ns is more than a day ahead of the hub's clock");
  message = Hello();
  message.mutable_hello()->mutable_site()->mutable_zones(2)->clear_area_m2();
  EXPECT_EQ(OfHello(message), "zones[2].area_m2 is not from 1e-6 to 1e9");
}

TEST(Ingest, ALedgerMayBeNamedByANumberAboveZero) {
  EXPECT_FALSE(HelloFrom(Hello(), kNow)->ledger);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t ledger : {std::int64_t{1}, most}) {
    EXPECT_EQ(HelloFrom(HelloMessage(StationFacts(), kNow, ledger), kNow)->ledger, ledger);
  }
  for (const std::uint64_t odd : {std::uint64_t{0}, std::uint64_t{1} << 63U}) {
    v1::PushRequest message = Hello();
    message.mutable_hello()->set_ledger(odd);
    EXPECT_EQ(OfHello(message), "ledger is not from 1 to 2^63 - 1");
  }
}

TEST(Ingest, SaysWhichWindowOrEventIsWrong) {
  v1::PushRequest message = Batch();
  message.mutable_batch()->mutable_windows(1)->set_coverage_percent(101);
  EXPECT_EQ(OfBatch(message), "windows[1].coverage_percent is above 100");
  message = Batch();
  message.mutable_batch()->mutable_events(1)->set_by_role("A");
  EXPECT_EQ(OfBatch(message),
            "events[1].by_role is not 1 to 32 small letters, digits, blanks and hyphens");
}

TEST(Ingest, TakesNoMoreThanItsLimits) {
  const std::vector<Entry> windows(kMostWindows + 1, SeenEntry());
  const std::span<const Entry> all(windows);
  EXPECT_EQ(OfBatch(BatchMessage(1, all.first(kMostWindows), {})), "");
  EXPECT_EQ(OfBatch(BatchMessage(1, all, {})), "windows are more than 2000");
  std::vector<AlarmEvent> events(kMostEvents + 1, RaisedEvent());
  for (std::size_t i = 0; i < events.size(); ++i) events[i].alarm = static_cast<int>(i) + 1;
  const std::span<const AlarmEvent> some(events);
  EXPECT_EQ(OfBatch(BatchMessage(1, {}, some.first(kMostEvents))), "");
  EXPECT_EQ(OfBatch(BatchMessage(1, {}, some)), "events are more than 200");
}

TEST(Ingest, TakesEventsInTheirOrderOnly) {
  std::vector<AlarmEvent> events{RaisedEvent(), AcknowledgedEvent(), RaisedEvent()};
  events[2].alarm = 8;
  EXPECT_EQ(OfBatch(BatchMessage(1, {}, events)), "") << "of another alarm";
  events[2] = RaisedEvent();
  EXPECT_EQ(OfBatch(BatchMessage(1, {}, events)),
            "events[2].sequence is not above that of the alarm's event before");
  events[2] = AcknowledgedEvent();
  EXPECT_EQ(OfBatch(BatchMessage(1, {}, events)),
            "events[2].sequence is not above that of the alarm's event before");
}

// Every message in `message`, itself included.
void Collect(pb::Message& message, std::vector<pb::Message*>& all) {
  all.push_back(&message);
  const pb::Reflection& on = *message.GetReflection();
  std::vector<const pb::FieldDescriptor*> fields;
  on.ListFields(message, &fields);
  for (const pb::FieldDescriptor* const field : fields) {
    if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) Collect(*on.MutableMessage(&message, field), all);
    for (int i = 0; field->is_repeated() && i < on.FieldSize(message, field); ++i) {
      Collect(*on.MutableRepeatedMessage(&message, field, i), all);
    }
  }
}

TEST(Ingest, RefusesWhatNobodyKnowsAtAnyDepth) {
  for (v1::PushRequest message : {Hello(), Batch()}) {
    std::vector<pb::Message*> all;
    Collect(message, all);
    EXPECT_GE(all.size(), 7U);
    for (pb::Message* const one : all) {
      pb::UnknownFieldSet& unknown = *one->GetReflection()->MutableUnknownFields(one);
      unknown.AddLengthDelimited(2000, "a picture");
      const std::string said = message.has_hello() ? OfHello(message) : OfBatch(message);
      EXPECT_TRUE(said.ends_with("has a field that this hub does not know"))
          << one->GetTypeName() << ": " << said;
      unknown.Clear();
    }
    EXPECT_EQ(message.has_hello() ? OfHello(message) : OfBatch(message), "") << "control";
  }
}

TEST(Ingest, FitsIntoAMessageOfFourMebibytesAtMost) {
  const std::string rule(kMostSentenceBytes, 'a');
  SiteFacts site{.name = std::string(64, 's'), .zones = {}, .groups = {}};
  for (std::size_t i = 0; i < kMostZones; ++i) {
    site.zones.push_back(
        {.name = std::to_string(i) + std::string(64 - std::to_string(i).size(), 'z'),
         .kind = ZoneKind::kStair,
         .area = SquareMetres(1),
         .capacity = Persons(kMostCapacity),
         .capacity_rule = rule});
  }
  for (std::size_t i = 0; i < kMostGroups; ++i) {
    Group group{.name = std::to_string(i) + std::string(64 - std::to_string(i).size(), 'g'),
                .zones = {},
                .capacity = Persons(kMostCapacity),
                .capacity_rule = rule};
    for (std::size_t k = 0; k < kMostGrouped / kMostGroups; ++k) {
      group.zones.emplace_back(static_cast<std::uint16_t>(kMostZones - 1 - k));
    }
    site.groups.push_back(group);
  }
  const v1::PushRequest hello = HelloMessage(site, kNow);
  EXPECT_EQ(OfHello(hello), "");
  EXPECT_LT(hello.ByteSizeLong(), kMostMessageBytes);

  const std::vector<Entry> windows(kMostWindows, SeenEntry());
  AlarmEvent event = RaisedEvent();
  event.rule = event.place = std::string(64, 'r');
  event.reason = rule;
  std::vector<AlarmEvent> events(kMostEvents, event);
  for (std::size_t i = 0; i < events.size(); ++i) events[i].alarm = static_cast<int>(i) + 1;
  const v1::PushRequest batch = BatchMessage(1, windows, events);
  EXPECT_EQ(OfBatch(batch), "");
  EXPECT_LT(batch.ByteSizeLong(), kMostMessageBytes);
}

}  // namespace
}  // namespace throng
