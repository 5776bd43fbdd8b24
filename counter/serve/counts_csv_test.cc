// Counts from CSV: what export writes is read back, mistakes are told.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/counts_csv.h"

#include <gtest/gtest.h>

#include <string>

#include "counter/serve/lines.h"

namespace throng {
namespace {

Zone AnyZone(const char* name) {
  return {.name = name,
          .kind = ZoneKind::kQueue,
          .outline = {},
          .area = SquareMetres(20),
          .free_area = SquareMetres(20),
          .capacity = std::nullopt};
}

const Site kSite{.name = "test",
                 .cameras = {},
                 .zones = {AnyZone("west"), AnyZone("Quai \"2\"")},
                 .patches = {}};

std::string Minute(int minute) { return "2026-11-24T08:" + std::to_string(minute) + ":00Z"; }

std::string Row(const std::string& zone, int minute, const std::string& rest) {
  return zone + "," + Minute(minute) + "," + Minute(minute + 1) + "," + rest + "\r\n";
}

void ExpectMistake(const std::string& csv, const std::string& complaint) {
  std::vector<Complaint> complaints;
  const auto entries = ParseCounts(csv, kSite, complaints);
  ASSERT_FALSE(entries) << csv;
  EXPECT_EQ(entries.error(), Fault::kBadCounts);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_EQ(Format(complaints[0], "c.csv"), complaint);
}

const std::string kHeader = "zone,window_start,window_end,persons\r\n";

TEST(CountsCsv, WhatExportWritesIsReadBack) {
  Situation seen{.window = {*ParseUtc(Minute(10)), *ParseUtc(Minute(11))},
                 .freshness = Freshness::kStale,
                 .coverage_percent = 80,
                 .persons = Range{8, 10, 12}};
  Situation blind{.window = seen.window, .freshness = Freshness::kBlind, .coverage_percent = 0};
  const WatchedPlace quai{.name = "Quai \"2\"",
                          .kind = "queue",
                          .zones = {1},
                          .is_group = false,
                          .capacity = {},
                          .capacity_rule = {}};
  WatchedPlace west = quai, station = quai;
  west.name = "west";
  station.name = "station";
  std::vector<Complaint> complaints;
  const auto entries =
      ParseCounts(CsvHeader() + CsvLine(quai, seen) + CsvLine(west, blind) + CsvLine(station, seen),
                  kSite, complaints);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2U);  // no group
  EXPECT_EQ((*entries)[0].zone, ZoneIndex(0));
  EXPECT_EQ((*entries)[0].freshness, Freshness::kBlind);
  EXPECT_FALSE((*entries)[0].count);
  EXPECT_EQ((*entries)[1].count, (WholeCount{10, 8, 12}));
  EXPECT_EQ((*entries)[1].coverage_percent, 80);
  EXPECT_EQ((*entries)[1].freshness, Freshness::kStale);
  EXPECT_EQ((*entries)[1].window, seen.window);
}

TEST(CountsCsv, FourColumnsAreEnough) {
  std::vector<Complaint> complaints;
  const auto entries =
      ParseCounts(kHeader + Row("west", 12, "7") + Row("west", 11, ""), kSite, complaints);
  ASSERT_TRUE(entries);
  EXPECT_FALSE((*entries)[0].count);  // in order of time
  EXPECT_EQ((*entries)[1].count, (WholeCount{7, 7, 7}));
  EXPECT_EQ((*entries)[1].coverage_percent, 100);
}

TEST(CountsCsv, MistakesHaveLineAndColumn) {
  ExpectMistake("",
                "c.csv: file: this is no CSV; write a header such as: "
                "zone,window_start,window_end,persons");
  ExpectMistake("zone,window_start,persons\r\n",
                "c.csv:1: window_end: there is no such column; the first line names them");
  ExpectMistake(kHeader + "west,8 o'clock," + Minute(11) + ",7\r\n",
                "c.csv:2: window_start: is no time such as 2026-11-24T08:30:00Z");
  ExpectMistake(kHeader + "west," + Minute(11) + "," + Minute(11) + ",7\r\n",
                "c.csv:2: window_end: must be later than window_start");
  ExpectMistake(kHeader + "west,1969-12-31T23:59," + Minute(11) + ",7\r\n",
                "c.csv:2: window_start: must be from 1970 to 2199");
  ExpectMistake(kHeader + "west,1999-01-01," + Minute(11) + ",7\r\n",
                "c.csv:2: window_end: must be a year at most after window_start");
  ExpectMistake(kHeader + Row("west", 11, "many"),
                "c.csv:2: persons: must be a whole number from 0 to 65535");
  ExpectMistake(kHeader + Row("west", 11, "7,8"), "c.csv:2: has 5 columns, the header has 4");
  ExpectMistake(kHeader + Row("west", 11, "7") + Row("west", 11, "8"),
                "c.csv: west: has two rows for the window that starts at "
                "2026-11-24T08:11:00.000Z");
  ExpectMistake("low,zone,window_start,window_end,persons\r\n8," + Row("west", 11, "7"),
                "c.csv:2: persons: must lie between low and high");
}

}  // namespace
}  // namespace throng
