// Freed memory holds nothing of what it held, whichever library gave it back.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/wiping_free.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "counter/eye/libav.h"

extern "C" {
#include <libavutil/mem.h>
}

namespace throng {
namespace {

constexpr std::size_t kBytes = 1000;         // stays in the heap
constexpr std::size_t kOfTheAllocator = 16;  // glibc keeps its list in the first bytes
constexpr unsigned char kMark = 0xA7;

// How many of the first `kBytes` behind `address` still hold the mark.
std::size_t LeftAt(std::uintptr_t address) {
  // Through a number, since a pointer to what was freed must not be used.
  const auto* const bytes = reinterpret_cast<const volatile unsigned char*>(address);
  std::size_t left = 0;
  for (std::size_t i = kOfTheAllocator; i < kBytes; ++i) left += bytes[i] == kMark ? 1U : 0U;
  return left;
}

template <class Allocate, class Free>
std::size_t LeftAfter(Allocate allocate, Free free_it) {
  void* const memory = allocate(kBytes);
  std::memset(memory, kMark, kBytes);
  // Volatile, so that the compiler does not connect it with what is freed.
  const volatile auto address = reinterpret_cast<std::uintptr_t>(memory);
  EXPECT_EQ(LeftAt(address), kBytes - kOfTheAllocator) << "control: it is there before";
  free_it(memory);
  return LeftAt(address);
}

class WipingFreeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!FreeWipes()) GTEST_SKIP() << "the sanitizers have a free() of their own";
  }
};

TEST_F(WipingFreeTest, WhoeverGivesMemoryBack) {
  EXPECT_EQ(LeftAfter(std::malloc, std::free), 0U);
  EXPECT_EQ(LeftAfter([](std::size_t n) { return ::operator new(n); },
                      [](void* memory) { ::operator delete(memory); }),
            0U);
  EXPECT_EQ(LeftAfter(av_malloc, av_free), 0U) << "FFmpeg";
  EXPECT_EQ(LeftAfter(cv::fastMalloc, cv::fastFree), 0U) << "OpenCV";
}

TEST_F(WipingFreeTest, MemoryThatGrowsLeavesNoCopyBehind) {
  EXPECT_EQ(LeftAfter(std::malloc,
                      [](void* memory) {
                        auto* const moved =
                            static_cast<unsigned char*>(std::realloc(memory, 100 * kBytes));
                        EXPECT_TRUE(std::all_of(moved, moved + kBytes,
                                                [](unsigned char b) { return b == kMark; }));
                        std::free(moved);
                      }),
            0U);
}

TEST_F(WipingFreeTest, ItsEdgesAreThoseOfTheStandard) {
  std::free(nullptr);
  void* const made = std::realloc(nullptr, 10);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(std::realloc(made, 0), nullptr);
  const volatile std::size_t too_many = ~std::size_t{0};
  EXPECT_EQ(::reallocarray(nullptr, too_many, 2), nullptr) << "their product does not fit";
}

}  // namespace
}  // namespace throng
