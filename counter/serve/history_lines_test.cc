// History says the same to people and to programs, and unseen is never zero.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/history_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace throng {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
const std::vector<std::string> kZones{"hall", "Quai \xC3\xA9lev\xC3\xA9"};

HistoryRow Hour() {
  return {.zone = 0,
          .window = {Instant(0), Instant(3600 * kSecond)},
          .mean = Range{8.25, 10.5, 131.04},
          .highest = WholeCount{.persons = 31, .low = 25, .high = 40},
          .counted_s = 3600,
          .coverage_percent = 95,
          .freshness = {}};
}

HistoryRow Unseen() {
  return {.zone = 0,
          .window = Hour().window,
          .mean = {},
          .highest = {},
          .counted_s = 0,
          .coverage_percent = 0,
          .freshness = {}};
}

TEST(HistoryTable, StandsInColumns) {
  const HistoryTable table(kZones, Resolution::kHour);
  EXPECT_EQ(table.Titles(),
            "from (UTC)        zone            mean     90% interval   highest  seen");
  EXPECT_EQ(table.Line("hall", Hour()),
            "1970-01-01 00:00  hall            10.5        8.2 - 131        31  95%");
  EXPECT_EQ(table.Line(kZones[1], Unseen()),
            "1970-01-01 00:00  Quai \xC3\xA9lev\xC3\xA9         -                -         -  "
            "not seen");
}

TEST(HistoryTable, SaysHowMuchOfTheTimeWasSeen) {
  HistoryRow row = Hour();
  row.counted_s = 900;
  EXPECT_TRUE(HistoryTable(kZones, Resolution::kHour)
                  .Line("hall", row)
                  .ends_with("31  95% for 25% of the time"));
}

TEST(HistoryTable, DaysHaveNoHourAndReleasedWindowsHaveSeconds) {
  EXPECT_TRUE(
      HistoryTable(kZones, Resolution::kDay).Line("hall", Hour()).starts_with("1970-01-01  hall"));
  const HistoryTable released(kZones, Resolution::kReleased);
  EXPECT_EQ(released.Titles(), "UTC                  zone         persons     90% interval  seen");
  HistoryRow row = Hour();
  row.freshness = Freshness::kStale;
  EXPECT_EQ(released.Line("hall", row),
            "1970-01-01 00:00:00  hall              31          25 - 40  95%, not in all of it");
}

TEST(HistoryLines, JsonSaysAll) {
  EXPECT_EQ(HistoryJson("North", "hall", Hour()),
            R"({"site":"North","zone":"hall","window_start":"1970-01-01T00:00:00.000Z",)"
            R"("window_end":"1970-01-01T01:00:00.000Z","persons_mean":10.5,"low":8.25,)"
            R"("high":131.04,"highest":31,"highest_low":25,"highest_high":40,"counted_s":3600,)"
            R"("coverage_percent":95,"freshness":null})");
  HistoryRow row = Hour();
  row.freshness = Freshness::kStale;
  EXPECT_NE(HistoryJson("North", "hall", row).find(R"("freshness":"stale")"), std::string::npos);
}

TEST(HistoryLines, CsvSaysTheSameAndUnseenIsEmpty) {
  EXPECT_EQ(HistoryCsv("North", "a \"b\"", Hour()),
            "\"North\",\"a \"\"b\"\"\",1970-01-01T00:00:00.000Z,1970-01-01T01:00:00.000Z,10.5,8.25,"
            "131.04,31,25,40,3600,95,\r\n");
  EXPECT_EQ(HistoryCsv("North", "hall", Unseen()),
            "\"North\",\"hall\",1970-01-01T00:00:00.000Z,1970-01-01T01:00:00.000Z,,,,,,,0,0,\r\n");
  EXPECT_EQ(std::ranges::count(HistoryCsvHeader(), ','),
            std::ranges::count(HistoryCsv("a", "b", Hour()), ','));
}

}  // namespace
}  // namespace throng
