// Whatever an edge sends is refused with a reason, or taken, and then says the same again.
// SPDX-License-Identifier: Apache-2.0
#include <throng/v1/ingest.pb.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "counter/base/check.h"
#include "counter/wire/ingest.h"
#include "counter/wire/limits.h"
#include "counter/wire/messages_for_test.h"
#include "counter/wire/test_mutate.h"

namespace throng {
namespace {

constexpr std::size_t kZones = 3;

void CheckRefusal(const Refusal& refusal) {
  COUNTER_CHECK(!refusal.rule.text().empty());
  for (const char c : Describe(refusal)) COUNTER_CHECK(c >= ' ' && c <= '~');
}

// What was taken, said again, is the same message, and is taken again.
void CheckHello(const v1::PushRequest& message) {
  const Result<EdgeHello, Refusal> hello = HelloFrom(message, kNow);
  if (!hello) return CheckRefusal(hello.error());
  COUNTER_CHECK(!hello->site.zones.empty() && hello->site.zones.size() <= kMostZones);
  for (const Group& group : hello->site.groups) {
    for (const ZoneIndex zone : group.zones) {
      COUNTER_CHECK(zone.value() < hello->site.zones.size());
    }
  }
  const v1::PushRequest again = HelloMessage(hello->site, hello->now, hello->ledger);
  COUNTER_CHECK(again.SerializeAsString() == message.SerializeAsString());
  COUNTER_CHECK(static_cast<bool>(HelloFrom(again, kNow)));
}

void CheckBatch(const v1::PushRequest& message) {
  const Result<EdgeBatch, Refusal> batch = BatchFrom(message, kZones, kNow);
  if (!batch) return CheckRefusal(batch.error());
  COUNTER_CHECK(batch->windows.size() <= kMostWindows && batch->events.size() <= kMostEvents);
  for (const Entry& entry : batch->windows) {
    COUNTER_CHECK(entry.zone.value() < kZones && entry.window.start < entry.window.end);
    COUNTER_CHECK(entry.count.has_value() == (entry.freshness != Freshness::kBlind));
    COUNTER_CHECK(!entry.count || (entry.count->low <= entry.count->persons &&
                                   entry.count->persons <= entry.count->high));
  }
  const v1::PushRequest again = BatchMessage(batch->number, batch->windows, batch->events);
  COUNTER_CHECK(again.SerializeAsString() == message.SerializeAsString());
  COUNTER_CHECK(static_cast<bool>(BatchFrom(again, kZones, kNow)));
}

}  // namespace
}  // namespace throng

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  throng::v1::PushRequest message;
  if (!message.ParseFromArray(data, static_cast<int>(size))) return 0;
  throng::CheckHello(message);
  throng::CheckBatch(message);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  throng::v1::PushRequest message;
  const bool is_one = message.ParseFromArray(data, static_cast<int>(size));
  return throng::MutateBytes({data, size, most, seed}, is_one ? &message : nullptr);
}
