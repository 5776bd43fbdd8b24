// JSON lines and CSV say the same, and say unknown as unknown.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

namespace throng {
namespace {

const ZoneFacts kZone{.name = "Quai \"2\", nord",
                      .kind = ZoneKind::kQueue,
                      .area = SquareMetres(30),
                      .capacity = Persons(60)};
const Window kWindow{Instant(0), Instant(15'000'000'000)};
const Entry kSeen{.zone = ZoneIndex(0),
                  .window = kWindow,
                  .count = WholeCount{.persons = 10, .low = 8, .high = 12},
                  .coverage_percent = 100,
                  .freshness = Freshness::kFresh};
const Entry kBlind{.zone = ZoneIndex(0),
                   .window = kWindow,
                   .count = std::nullopt,
                   .coverage_percent = 0,
                   .freshness = Freshness::kBlind};

TEST(Lines, JsonOfASeenZone) {
  EXPECT_EQ(JsonLine(kSeen, kZone),
            R"({"zone":"Quai \"2\", nord","window_start":"1970-01-01T00:00:00.000Z",)"
            R"("window_end":"1970-01-01T00:00:15.000Z","persons":10,"low":8,"high":12,)"
            R"("coverage_percent":100,"freshness":"fresh","density_per_m2":0.333,)"
            R"("level_of_service":"A","capacity_percent":16.667})");
}

TEST(Lines, JsonOfABlindZoneHasNullsAndNoZero) {
  EXPECT_EQ(JsonLine(kBlind, kZone),
            R"({"zone":"Quai \"2\", nord","window_start":"1970-01-01T00:00:00.000Z",)"
            R"("window_end":"1970-01-01T00:00:15.000Z","persons":null,"low":null,"high":null,)"
            R"("coverage_percent":0,"freshness":"blind","density_per_m2":null,)"
            R"("level_of_service":null,"capacity_percent":null})");
}

TEST(Lines, CsvQuotesAsRfc4180Says) {
  EXPECT_EQ(CsvLine(kSeen, kZone),
            "\"Quai \"\"2\"\", nord\",1970-01-01T00:00:00.000Z,1970-01-01T00:00:15.000Z,10,8,12,"
            "100,fresh,0.333,A,16.667\r\n");
  EXPECT_EQ(CsvLine(kBlind, kZone),
            "\"Quai \"\"2\"\", nord\",1970-01-01T00:00:00.000Z,1970-01-01T00:00:15.000Z,,,,"
            "0,blind,,,\r\n");
}

TEST(Lines, EachCsvLineHasAsManyFieldsAsTheHeader) {
  const auto commas = [](std::string_view line) {
    return std::count(line.begin(), line.end(), ',');
  };
  ZoneFacts plain = kZone;
  plain.name = "west";
  EXPECT_EQ(commas(CsvLine(kSeen, plain)), commas(CsvHeader()));
  EXPECT_EQ(commas(CsvLine(kBlind, plain)), commas(CsvHeader()));
}

}  // namespace
}  // namespace throng
