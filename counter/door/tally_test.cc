// What fits into a tally, bit by bit.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/tally.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <set>
#include <string>

namespace throng {
namespace {

TEST(Tally, APatchReadingIsSixteenBits) {
  EXPECT_EQ(PatchReading(Persons(0), Sight::kSeeing).bits(), 0b0000'1000'0000'0000);
  EXPECT_EQ(PatchReading(Persons(5), Sight::kDim).bits(), 0b0000'0100'0000'0101);
  EXPECT_EQ(PatchReading(Persons(1023), Sight::kSeeing).bits(), 0b0000'1011'1111'1111);
  EXPECT_EQ(PatchReading(Persons(5), Sight::kDim, Persons(0.5)).bits(), 0b0011'0100'0000'0101);
}

TEST(Tally, HowUnsureIsKeptToAFifth) {
  EXPECT_FALSE(PatchReading(Persons(5), Sight::kSeeing).sigma());
  for (int i = 0; i < 70; ++i) {
    const double sigma = 0.25 * std::exp2(i / 10.0);
    const PatchReading reading(Persons(5), Sight::kSeeing, Persons(sigma));
    ASSERT_TRUE(reading.sigma());
    EXPECT_NEAR(reading.sigma()->value() / sigma, 1, 0.19);
    EXPECT_EQ(reading.persons(), 5);
    EXPECT_EQ(reading.sight(), Sight::kSeeing);
  }
  const auto kept = [](double sigma) {
    return PatchReading(Persons(0), Sight::kSeeing, Persons(sigma)).sigma();
  };
  EXPECT_EQ(kept(0.001), Persons(0.25));
  EXPECT_EQ(kept(500), Persons(32));
}

TEST(Tally, CountsAreRoundedAndEndAt1023) {
  EXPECT_EQ(PatchReading(Persons(2.4), Sight::kSeeing).persons(), 2);
  EXPECT_EQ(PatchReading(Persons(2.5), Sight::kSeeing).persons(), 3);
  EXPECT_EQ(PatchReading(Persons(5000), Sight::kSeeing).persons(), 1023);
}

TEST(Tally, ABlindReadingCarriesNoPersons) {
  EXPECT_EQ(PatchReading(Persons(7), Sight::kBlind, Persons(2)).bits(), 0);
}

TEST(Tally, AnUnknownSightIsBlindAndABlindOneSaysNothingElse) {
  EXPECT_EQ(PatchReading::FromBits(0x3805), PatchReading(Persons(5), Sight::kSeeing, Persons(0.5)));
  EXPECT_EQ(PatchReading::FromBits(0xFFFF).bits(), 0) << "sight 3 is not defined";
  EXPECT_EQ(PatchReading::FromBits(0xF3FF).bits(), 0) << "persons beside a blind sight";
  int distinct = 0;
  for (unsigned bits = 0; bits <= 0xFFFF; ++bits) {
    if (PatchReading::FromBits(static_cast<std::uint16_t>(bits)).bits() == bits) ++distinct;
  }
  EXPECT_EQ(distinct, 16 * 2 * 1024 + 1) << "what can pass: just over 15 bits per patch";
}

TEST(Tally, AReadingHas32769ValuesSoATallyIsWithinItsBound) {
  std::set<std::uint16_t> values;
  for (int bits = 0; bits < 65536; ++bits) {
    values.insert(PatchReading::FromBits(static_cast<std::uint16_t>(bits)).bits());
  }
  EXPECT_EQ(values.size(), 32769U) << "two sights, 1024 counts, 16 spreads; and blind";
  const double tally_or_none = std::log2(std::pow(32769.0, 4) + 1);
  const double end_of_a_life = 8 * kUsualTickS / 900;  // an exit code in 15 minutes
  EXPECT_LE((tally_or_none + end_of_a_life) / kUsualTickS, MostBitsPerSecond(kUsualTickS));
}

TEST(TallyDeathTest, NoCountIsNegativeOrUndefined) {
  EXPECT_DEATH(PatchReading(Persons(-1), Sight::kSeeing), "broken invariant");
  EXPECT_DEATH(PatchReading(Persons(0.0 / 0.0), Sight::kSeeing), "broken invariant");
  EXPECT_DEATH(PatchReading(Persons(1), Sight::kSeeing, Persons(0)), "broken invariant");
}

}  // namespace
}  // namespace throng
