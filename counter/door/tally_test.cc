// What fits into a tally, bit by bit.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/tally.h"

#include <gtest/gtest.h>

#include <string>

namespace throng {
namespace {

TEST(Tally, APatchReadingIsTwelveBits) {
  EXPECT_EQ(PatchReading(Persons(0), Sight::kSeeing).bits(), 0b0000'1000'0000'0000);
  EXPECT_EQ(PatchReading(Persons(5), Sight::kDim).bits(), 0b0000'0100'0000'0101);
  EXPECT_EQ(PatchReading(Persons(1023), Sight::kSeeing).bits(), 0b0000'1011'1111'1111);
}

TEST(Tally, CountsAreRoundedAndEndAt1023) {
  EXPECT_EQ(PatchReading(Persons(2.4), Sight::kSeeing).persons(), 2);
  EXPECT_EQ(PatchReading(Persons(2.5), Sight::kSeeing).persons(), 3);
  EXPECT_EQ(PatchReading(Persons(5000), Sight::kSeeing).persons(), 1023);
}

TEST(Tally, ABlindReadingCarriesNoPersons) {
  EXPECT_EQ(PatchReading(Persons(7), Sight::kBlind).bits(), 0);
}

TEST(Tally, UnusedBitsAreDroppedAndAnUnknownSightIsBlind) {
  EXPECT_EQ(PatchReading::FromBits(0xF805), PatchReading(Persons(5), Sight::kSeeing));
  EXPECT_EQ(PatchReading::FromBits(0xFFFF).bits(), 0) << "sight 3 is not defined";
  EXPECT_EQ(PatchReading::FromBits(0x03FF).bits(), 0) << "persons beside a blind sight";
  int distinct = 0;
  for (unsigned bits = 0; bits <= 0xFFFF; ++bits) {
    if (PatchReading::FromBits(static_cast<std::uint16_t>(bits)).bits() == bits) ++distinct;
  }
  EXPECT_EQ(distinct, 2 * 1024 + 1) << "the values that can pass: under 11.01 bits per patch";
}

TEST(TallyDeathTest, NoCountIsNegativeOrUndefined) {
  EXPECT_DEATH(PatchReading(Persons(-1), Sight::kSeeing), "broken invariant");
  EXPECT_DEATH(PatchReading(Persons(0.0 / 0.0), Sight::kSeeing), "broken invariant");
}

}  // namespace
}  // namespace throng
