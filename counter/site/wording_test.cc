// Names that are fit, words that were meant, numbers as people write them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/wording.h"

#include <gtest/gtest.h>

#include <array>

namespace throng {
namespace {

TEST(Wording, TheNearestWordIsWithinTwoEdits) {
  constexpr std::array<std::string_view, 3> kWords{"capacity", "camera", "kind"};
  EXPECT_EQ(NearestOf("capasity", kWords), "capacity");
  EXPECT_EQ(NearestOf("kamra", kWords), "camera");
  EXPECT_EQ(NearestOf("limit", kWords), std::nullopt);
  EXPECT_EQ(NearestOf("", kWords), std::nullopt);
}

TEST(Wording, NumbersHaveNoTrailingZeros) {
  EXPECT_EQ(Number(12.5, 2), "12.5");
  EXPECT_EQ(Number(768, 1), "768");
  EXPECT_EQ(Number(100, 0), "100");
  EXPECT_EQ(Number(-0.001, 1), "0");
}

TEST(Wording, NamesInAllScriptsAreFit) {
  for (const char* name : {"west", "Gleis 2", "Perron \xc3\xa9tage", "\xe6\xad\xa9\xe9\x81\x93"}) {
    EXPECT_EQ(FaultOfName(name), std::nullopt) << name;
  }
}

TEST(Wording, NamesThatWouldDoHarmAreNot) {
  for (const char* name : {"", "=1+1", "+1", "-1", "@x", " west", "west ", "a\nb", "a\x1b[31m",
                           "a\x7f", "a\xc2\x85", "a\xe2\x80\xae", "a\xe2\x81\xa6"}) {
    EXPECT_NE(FaultOfName(name), std::nullopt) << name;
  }
  EXPECT_EQ(FaultOfName(std::string(64, 'a')), std::nullopt);
  EXPECT_NE(FaultOfName(std::string(65, 'a')), std::nullopt);
}

TEST(Wording, QuotesAreFitForATerminal) {
  EXPECT_EQ(Quote("west"), "\"west\"");
  EXPECT_EQ(Quote("a\x1b[31m"), "\"a?[31m\"");
  EXPECT_EQ(Quote(std::string(70, 'a')), "\"" + std::string(64, 'a') + "...\"");
  EXPECT_EQ(Quote(std::string(63, 'a') + "\xc3\xa9"), "\"" + std::string(63, 'a') + "...\"");
  EXPECT_EQ(QuoteAll({}), "none");
}

TEST(Wording, KnowsWhereACharacterEnds) {
  EXPECT_EQ(CharacterAt("a"), 1U);
  EXPECT_EQ(CharacterAt("\u00e9a"), 2U);
  EXPECT_EQ(CharacterAt("\u20aca"), 3U);
  EXPECT_EQ(CharacterAt("\U0001f600a"), 4U);
  for (const char* text : {"\xE9", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3",
                           "\xEF\xBF\xBE", "\x80", "\xFF"}) {
    EXPECT_EQ(CharacterAt(text), 0U) << "no character";
  }
}

}  // namespace
}  // namespace throng
