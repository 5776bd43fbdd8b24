// Prints how late and how often false alarms are, on drawn event days, beside a plain threshold.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tests/truth/event_alarms.h"

namespace throng {
namespace {

void Print(int days, std::chrono::seconds tick, bool moments,
           const std::vector<Contender>& contenders, const ReadingErrors& errors) {
  const std::vector<AlarmScore> scores = ScoreEventDays(days, 1, tick, moments, contenders, errors);
  const double steps = static_cast<double>(tick / kFinest);
  std::printf("\ntick %lld s, %s: %d days, %d onsets\n", static_cast<long long>(tick.count()),
              moments ? "ten counted moments" : "no counted moments", days, scores[0].onsets);
  std::printf("%-28s %9s %9s %7s %7s %10s %10s %9s\n", "alarm", "delay p50", "delay p95", "missed",
              "early", "lead p50", "false/day", "raises/day");
  for (std::size_t i = 0; i < contenders.size(); ++i) {
    const AlarmScore& score = scores[i];
    std::printf("%-28s %9.1f %9.1f %6.1f%% %6.1f%% %6.1f min %10.3f %9.2f\n",
                contenders[i].name.c_str(), Quantile(score.delays_steps, 0.5) / steps,
                Quantile(score.delays_steps, 0.95) / steps, 100.0 * score.missed / score.onsets,
                100.0 * score.early / score.onsets, Quantile(score.leads_steps, 0.5) / 12,
                score.FalsePerDay(), static_cast<double>(score.raises) / score.days);
  }
}

}  // namespace
}  // namespace throng

// event_days DAYS [OUTLIERS], a share of the readings
int main(int count, char** words) {
  using namespace throng;  // NOLINT(google-build-using-namespace)
  const std::span arguments(words, static_cast<std::size_t>(count));
  const int days = count >= 2 ? std::atoi(arguments[1]) : 0;
  if (days < 1) {
    std::fputs("event_days DAYS [OUTLIERS]\n", stderr);
    return 2;
  }
  ReadingErrors errors;
  if (count == 3) errors.outlier_chance = std::atof(arguments[2]);
  std::vector<Contender> contenders{{.name = "raw reading >= limit", .rule = std::nullopt}};
  for (const Side side : {Side::kCautious, Side::kExpected, Side::kCertain}) {
    for (const int stay_s : {0, 15, 30}) {
      contenders.push_back({.name = std::string(NameOf(side)) + ", stay " + std::to_string(stay_s),
                            .rule = EventRule(side, std::chrono::seconds(stay_s))});
    }
  }
  for (const int tick_s : {5, 15}) {
    for (const bool moments : {false, true}) {
      Print(days, std::chrono::seconds(tick_s), moments, contenders, errors);
    }
  }
  return 0;
}
