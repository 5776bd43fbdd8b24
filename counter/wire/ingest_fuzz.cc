// Whatever an edge sends is refused with a reason, or taken, and then says the same again.
// SPDX-License-Identifier: Apache-2.0
#include <throng/v1/ingest.pb.h>

#include <cstddef>
#include <cstdint>
#include <random>
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

// Mostly a change to the message that the bytes hold; at times one to the bytes themselves.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
extern "C" [[gnu::weak]] std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size,
                                                      std::size_t) {
  return size;  // where libFuzzer is not
}
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  std::minstd_rand random(seed);
  throng::v1::PushRequest message;
  if (random() % 8 == 0 || !message.ParseFromArray(data, static_cast<int>(size))) {
    return LLVMFuzzerMutate(data, size, most);
  }
  for (auto left = random() % 4 + 1; left > 0; --left) throng::MutateOnce(message, random);
  const std::size_t length = message.ByteSizeLong();
  if (length > most) return LLVMFuzzerMutate(data, size, most);
  message.SerializeToArray(data, static_cast<int>(most));
  return length;
}
