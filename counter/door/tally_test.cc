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
  EXPECT_EQ(PatchReading(Persons(0)).bits(), 0b0000'1000'0000'0000);
  EXPECT_EQ(PatchReading(Persons(5), Persons(0.5)).bits(), 0b0011'1000'0000'0101);
  EXPECT_EQ(PatchReading(Persons(1023)).bits(), 0b0000'1011'1111'1111);
  EXPECT_EQ(PatchReading::Dim(Persons(5), SightReason::kMoved).bits(), 0b0111'0100'0000'0101);
  EXPECT_EQ(PatchReading::Blind(SightReason::kOutOfReach).bits(), 0b1000'0000'0000'0000);
}

TEST(Tally, HowUnsureIsKeptToAFifth) {
  EXPECT_FALSE(PatchReading(Persons(5)).sigma());
  for (int i = 0; i < 70; ++i) {
    const double sigma = 0.25 * std::exp2(i / 10.0);
    const PatchReading reading(Persons(5), Persons(sigma));
    ASSERT_TRUE(reading.sigma());
    EXPECT_NEAR(reading.sigma()->value() / sigma, 1, 0.19);
    EXPECT_EQ(reading.persons(), 5);
    EXPECT_EQ(reading.sight(), Sight::kSeeing);
  }
  const auto kept = [](double sigma) { return PatchReading(Persons(0), Persons(sigma)).sigma(); };
  EXPECT_EQ(kept(0.001), Persons(0.25));
  EXPECT_EQ(kept(500), Persons(32));
}

TEST(Tally, CountsAreRoundedAndEndAt1023) {
  EXPECT_EQ(PatchReading(Persons(2.4)).persons(), 2);
  EXPECT_EQ(PatchReading(Persons(2.5)).persons(), 3);
  EXPECT_EQ(PatchReading(Persons(5000)).persons(), 1023);
}

TEST(Tally, WhatIsNotSeenWellSaysWhyAndNotHowUnsureItIs) {
  const PatchReading dim = PatchReading::Dim(Persons(5), SightReason::kBlurred);
  EXPECT_EQ(dim.sight(), Sight::kDim);
  EXPECT_EQ(dim.reason(), SightReason::kBlurred);
  EXPECT_EQ(dim.persons(), 5);
  EXPECT_FALSE(dim.sigma());
  const PatchReading blind = PatchReading::Blind(SightReason::kFrozen);
  EXPECT_EQ(blind.sight(), Sight::kBlind);
  EXPECT_EQ(blind.reason(), SightReason::kFrozen);
  EXPECT_EQ(blind.persons(), 0);
  EXPECT_FALSE(blind.sigma());
  EXPECT_EQ(PatchReading(Persons(5), Persons(0.5)).reason(), SightReason::kNone);
}

TEST(Tally, WhatIsUnknownInARecordIsBlindOrHasNoReason) {
  EXPECT_EQ(PatchReading::FromBits(0x3805), PatchReading(Persons(5), Persons(0.5)));
  EXPECT_EQ(PatchReading::FromBits(0xFFFF).bits(), 0) << "sight 3 is not defined";
  EXPECT_EQ(PatchReading::FromBits(0x33FF), PatchReading::Blind(SightReason::kCovered))
      << "persons beside a blind sight";
  EXPECT_EQ(PatchReading::FromBits(0x9000).bits(), 0) << "reason 9 is not defined";
  EXPECT_EQ(PatchReading::FromBits(0x9405), PatchReading::Dim(Persons(5), SightReason::kNone));
}

TEST(Tally, AReadingHas25609ValuesSoATallyIsWithinItsBound) {
  std::set<std::uint16_t> values;
  for (int bits = 0; bits < 65536; ++bits) {
    values.insert(PatchReading::FromBits(static_cast<std::uint16_t>(bits)).bits());
  }
  EXPECT_EQ(values.size(), 25609U)
      << "1024 counts with 16 spreads where seen, with 9 reasons where dim; 9 reasons where blind";
  const double tally_or_none = std::log2(std::pow(25609.0, 4) + 1);
  const double end_of_a_life = 8 * kUsualTickS / 900;  // an exit code in 15 minutes
  EXPECT_LE((tally_or_none + end_of_a_life) / kUsualTickS, MostBitsPerSecond(kUsualTickS));
}

TEST(TallyDeathTest, NoCountIsNegativeOrUndefined) {
  EXPECT_DEATH(PatchReading(Persons(-1)), "broken invariant");
  EXPECT_DEATH(PatchReading(Persons(0.0 / 0.0)), "broken invariant");
  EXPECT_DEATH(PatchReading(Persons(1), Persons(0)), "broken invariant");
}

}  // namespace
}  // namespace throng
