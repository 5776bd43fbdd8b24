// What a camera showed is zero before its memory goes back: frames, density maps, decoders.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/wiped.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "counter/eye/wiped_observer.h"

namespace throng {
namespace {

TEST(WipedArray, IsZeroBeforeItsMemoryGoesBack) {
  WipeObserver memory;
  {
    WipedArray<std::uint8_t> array(1000, memory);
    std::ranges::fill(array.elements(), std::uint8_t{0xAB});
  }
  EXPECT_EQ(memory.given_back(), 1);
  EXPECT_EQ(memory.not_wiped(), 0);
}

TEST(WipedArray, TheObserverNoticesMemoryThatIsNotWiped) {
  WipeObserver memory;
  {
    std::pmr::vector<std::uint8_t> array(1000, 0xAB, &memory);
    EXPECT_EQ(array.size(), 1000U);
  }
  EXPECT_EQ(memory.given_back(), 1);
  EXPECT_EQ(memory.not_wiped(), 1);
}

TEST(WipedArray, StartsAsZerosOnACacheLine) {
  WipeObserver memory;
  const WipedArray<std::uint8_t> array(100, memory);
  EXPECT_TRUE(std::ranges::all_of(array.elements(), [](auto byte) { return byte == 0; }));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(array.elements().data()) % 64, 0U);
}

TEST(WipedArray, MovedFromIsEmptyAndAssignedToIsWiped) {
  WipeObserver memory;
  {
    WipedArray<std::uint8_t> first(10, memory);
    WipedArray<std::uint8_t> second(20, memory);
    std::ranges::fill(second.elements(), std::uint8_t{0xAB});
    second = std::move(first);
    EXPECT_EQ(memory.given_back(), 1);
    EXPECT_EQ(second.elements().size(), 10U);
    EXPECT_TRUE(first.elements().empty());  // NOLINT(bugprone-use-after-move)
  }
  EXPECT_EQ(memory.given_back(), 2);
  EXPECT_EQ(memory.not_wiped(), 0);
}

}  // namespace
}  // namespace throng
