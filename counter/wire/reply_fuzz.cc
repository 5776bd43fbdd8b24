// Whatever a hub answers is refused with a reason, or is an answer to what was sent.
// SPDX-License-Identifier: Apache-2.0
#include <throng/v1/ingest.pb.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "counter/base/check.h"
#include "counter/wire/ingest.h"
#include "counter/wire/test_mutate.h"

namespace throng {
namespace {

constexpr std::array kWaiting{SentBatch{.number = 1, .windows = 4},
                              SentBatch{.number = 300, .windows = 0}};

void CheckReply(const v1::PushReply& message) {
  const Result<HubReply, Refusal> reply = ReplyFrom(message, kWaiting);
  if (!reply) {
    COUNTER_CHECK(!reply.error().rule.text().empty());
    for (const char c : Describe(reply.error())) COUNTER_CHECK(c >= ' ' && c <= '~');
    return;
  }
  if (const auto* done = std::get_if<HubDone>(&*reply)) {
    COUNTER_CHECK(done->number == 1 || done->number == 300);
    const std::size_t windows = done->number == 1 ? 4 : 0;
    std::size_t told = std::size_t{done->written.written} + done->written.known;
    for (const std::uint32_t position : done->written.refused) {
      COUNTER_CHECK(position < windows);
      ++told;
    }
    COUNTER_CHECK(told == windows);
  }
  if (const auto* acknowledges = std::get_if<HubAcknowledges>(&*reply)) {
    COUNTER_CHECK(acknowledges->alarm > 0 && !acknowledges->by.empty());
  }
}

}  // namespace
}  // namespace throng

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  throng::v1::PushReply message;
  if (message.ParseFromArray(data, static_cast<int>(size))) throng::CheckReply(message);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  throng::v1::PushReply message;
  const bool is_one = message.ParseFromArray(data, static_cast<int>(size));
  return throng::MutateBytes({data, size, most, seed}, is_one ? &message : nullptr);
}
