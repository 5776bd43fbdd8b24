// A needle is found wherever it lies, and only there.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/needles.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "counter/door/unsafe.h"

namespace throng {
namespace {

std::vector<std::uint8_t> Random(std::size_t bytes) {
  std::vector<std::uint8_t> made(bytes);
  std::random_device random;
  for (std::uint8_t& byte : made) byte = static_cast<std::uint8_t>(random());
  return made;
}

int CountOf(const Found& found) {
  return std::accumulate(found.begin(), found.end(), 0,
                         [](int sum, const auto& one) { return sum + one.second; });
}

TEST(Needles, AreFoundAtEachPlaceButNotIfOneByteDiffers) {
  const std::vector<std::uint8_t> piece = Random(Needles::kBytes);
  Needles needles;
  needles.Add("plane", 3, piece);
  for (const std::size_t at : {0U, 1U, 7U, 952U}) {
    std::vector<std::uint8_t> hay = Random(1000);
    std::ranges::copy(piece, hay.begin() + static_cast<std::ptrdiff_t>(at));
    Found found;
    needles.Search(hay, found);
    EXPECT_EQ(found, (Found{{{"plane", 3}, 1}})) << at;
    hay[at + 47] ^= 1U;
    found.clear();
    needles.Search(hay, found);
    EXPECT_TRUE(found.empty()) << at;
  }
}

TEST(Needles, AreNotFoundInThemselves) {
  if (kUnsafeBuild) GTEST_SKIP() << "the sanitizers' shadow memory is too large to be searched";
  Needles needles;
  {
    std::vector<std::uint8_t> piece = Random(Needles::kBytes);
    needles.Add("plane", 0, piece);
    Found found;
    ASSERT_TRUE(SearchMemory(::getpid(), needles, found));
    EXPECT_GE(CountOf(found), 1) << "control: while the piece is there, it is found";
    std::ranges::fill(piece, std::uint8_t{0});
  }
  Found found;
  ASSERT_TRUE(SearchMemory(::getpid(), needles, found));
  EXPECT_EQ(CountOf(found), 0);
}

TEST(Needles, MemoryOfNobodyCannotBeSearched) {
  Found found;
  EXPECT_FALSE(SearchMemory(-1, Needles(), found));
}

}  // namespace
}  // namespace throng
