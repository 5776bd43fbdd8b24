// Columns of numbers, and why they are so.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/deliveries.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

namespace throng {
namespace {

struct Row {
  WayRecord record;
  WayState state;

  bool IsInTrouble() const { return state.is_down || record.waiting > 0 || record.failed > 0; }
  std::string Trouble() const {
    const std::optional<Fault> why = state.why ? state.why : record.why;
    if (!why) return "";
    return (state.is_down ? "down: " : "") + std::string(Describe(*why));
  }
};

std::string Age(std::optional<Instant> at, Instant now) {
  if (!at) return "-";
  const auto age_s = std::chrono::duration_cast<std::chrono::seconds>(now - *at).count();
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kHour = 3600;
  if (age_s < 2 * kMinute) return fmt::format("{} s", std::max<std::int64_t>(age_s, 0));
  if (age_s < 2 * kHour) return fmt::format("{} min", age_s / kMinute);
  return fmt::format("{} h", age_s / kHour);
}

}  // namespace

std::vector<std::string> RenderDeliveries(std::span<const WayRecord> records,
                                          std::span<const WayState> states, Instant now) {
  std::map<std::string, Row> of_way;
  for (const WayRecord& record : records) of_way[record.way].record = record;
  for (const WayState& state : states) of_way[state.way].state = state;
  std::vector<std::pair<std::string, Row>> rows(of_way.begin(), of_way.end());
  std::ranges::stable_sort(rows, {}, [](const auto& row) { return !row.second.IsInTrouble(); });
  std::size_t width = 3;
  for (const auto& [name, row] : rows) width = std::max(width, name.size());
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{:<{}}  {:>9}  {:>7}  {:>7}  {:>6}  {:>7}  {}", "way", width,
                              "delivered", "newest", "waiting", "oldest", "failed", "trouble"));
  for (const auto& [name, row] : rows) {
    const WayRecord& record = row.record;
    std::string line = fmt::format("{:<{}}  {:>9}  {:>7}  {:>7}  {:>6}  {:>7}  {}", name, width,
                                   record.delivered, Age(record.delivered_at, now), record.waiting,
                                   Age(record.waiting_since, now), record.failed, row.Trouble());
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace throng
