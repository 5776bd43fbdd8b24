// Entries of one window are visited together, each once.
// SPDX-License-Identifier: Apache-2.0
#include "counter/meaning/gather.h"

#include <gtest/gtest.h>

#include <string>

namespace throng {
namespace {

Entry At(std::uint16_t zone, int start_s) {
  return {.zone = ZoneIndex(zone),
          .window = {Instant(start_s), Instant(start_s + 15)},
          .count = std::nullopt,
          .coverage_percent = 0,
          .freshness = Freshness::kBlind};
}

TEST(Gather, VisitsEachWindowOnceWithAllItsEntries) {
  std::string seen;
  Gather gather([&seen](const Window& window, std::span<const Entry> entries) {
    seen += std::to_string(window.start.utc_ns()) + "x" + std::to_string(entries.size()) + " ";
  });
  for (const Entry& entry : {At(0, 0), At(1, 0), At(1, 15), At(0, 30), At(1, 30)}) {
    gather.Take(entry);
  }
  EXPECT_EQ(seen, "0x2 15x1 ");
  gather.Finish();
  EXPECT_EQ(seen, "0x2 15x1 30x2 ");
  gather.Finish();
  EXPECT_EQ(seen, "0x2 15x1 30x2 ");
}

}  // namespace
}  // namespace throng
