// Files of known counts, right and wrong.
// SPDX-License-Identifier: Apache-2.0
#include "counter/truth/known.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

Zone ZoneOf(const char* name) {
  return {.name = name,
          .kind = ZoneKind::kWalkway,
          .outline = {},
          .area = SquareMetres(1),
          .free_area = SquareMetres(1),
          .capacity = std::nullopt};
}

const Site kSite{
    .name = "t", .cameras = {}, .zones = {ZoneOf("west"), ZoneOf("east")}, .patches = {}};

Known Parsed(const char* csv) {
  std::vector<Complaint> complaints;
  Result<Known> known = ParseKnown(csv, kSite, complaints);
  EXPECT_TRUE(complaints.empty());
  return *std::move(known);
}

std::string FirstMistake(const char* csv) {
  std::vector<Complaint> complaints;
  const Result<Known> known = ParseKnown(csv, kSite, complaints);
  EXPECT_FALSE(known);
  return complaints.empty() ? "none" : Format(complaints.front(), "t.csv");
}

TEST(Known, FramesBecomeTheLongestStepsThatMeetThemAll) {
  const Known known = Parsed("frame,west,east\n1,1,2\n11,0,5\n41,3,4\n");
  EXPECT_EQ(known.steps.pictures, 10U);
  ASSERT_EQ(known.rows.size(), 3U);
  EXPECT_EQ(known.rows[2].step, 4U);
  EXPECT_EQ(known.rows[2].persons, (std::vector<std::optional<int>>{3, 4}));
}

TEST(Known, FramesThatDoNotBeginAtTheFirstPictureAreMetToo) {
  const Known known = Parsed("frame,west\n7,1\n10,2\n");
  EXPECT_EQ(known.steps.pictures, 3U);
  EXPECT_EQ(known.rows[0].step, 2U);
  EXPECT_EQ(known.rows[1].step, 3U);
}

TEST(Known, SecondsMayHaveDecimals) {
  const Known known = Parsed("second,east\r\n0,1\r\n2.5,2\r\n4,\r\n");
  EXPECT_EQ(known.steps.every, std::chrono::milliseconds(500));
  EXPECT_EQ(known.rows[1].step, 5U);
  EXPECT_EQ(known.rows[2].persons, (std::vector<std::optional<int>>{std::nullopt, std::nullopt}));
}

TEST(Known, EachMistakeHasItsLineAndColumn) {
  EXPECT_EQ(FirstMistake(""), "t.csv: it is empty; write a header such as: frame,west,east");
  EXPECT_EQ(FirstMistake("time,west\n1,2\n"),
            "t.csv:1: column 1: must be named frame (1-based picture number) or second");
  EXPECT_EQ(FirstMistake("frame,north\n1,2\n"),
            "t.csv:1: column 2: the site file has no zone \"north\"; its zones are: west, east");
  EXPECT_EQ(FirstMistake("frame,west,west\n1,2,2\n"),
            "t.csv:1: column 3: names the zone \"west\" a second time");
  EXPECT_EQ(FirstMistake("frame\n1\n"), "t.csv:1: needs at least one column named after a zone");
  EXPECT_EQ(FirstMistake("frame,west\n"), "t.csv:1: it has a header and no counts below it");
  EXPECT_EQ(FirstMistake("frame,west\n1,2,3\n"), "t.csv:2: has 3 columns, the header has 2");
  EXPECT_EQ(FirstMistake("frame,west\n0,2\n"),
            "t.csv:2: frame: \"0\" is no picture number (1, 2, 3 ...)");
  EXPECT_EQ(FirstMistake("second,west\n-1,2\n"),
            "t.csv:2: second: \"-1\" is no time in seconds, 0 or more");
  EXPECT_EQ(FirstMistake("frame,west\n1,2\n11,two\n"),
            "t.csv:3: west: \"two\" is no whole number of persons, 0 or more");
  EXPECT_EQ(FirstMistake("frame,west\n1,1.5\n"),
            "t.csv:2: west: \"1.5\" is no whole number of persons, 0 or more");
  EXPECT_EQ(FirstMistake("frame,west\n11,2\n1,2\n"),
            "t.csv:3: frame: must be later than in the line above");
  EXPECT_EQ(FirstMistake("frame,\"west\n1,2\n"),
            "t.csv: it is not CSV: a quote is opened or closed in the wrong place");
}

TEST(Known, EveryMistakeIsReportedAtOnce) {
  std::vector<Complaint> complaints;
  EXPECT_FALSE(ParseKnown("frame,west\nx,2\n11,two\n11,2,3\n", kSite, complaints));
  EXPECT_EQ(complaints.size(), 3U);
}

}  // namespace
}  // namespace throng
