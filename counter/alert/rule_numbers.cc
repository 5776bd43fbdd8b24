// Writes each part as a flag and its numbers, zeros if it is absent.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/rule_numbers.h"

#include <array>

namespace throng {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kLeastNs = -1'000'000'000'000'000'000;
constexpr std::int64_t kMostNs = 8'000'000'000'000'000'000;

void Write(std::vector<std::int64_t>& numbers, const Latch& latch) {
  const Held held = latch.held.value_or(Held{.since = Instant(0), .sum = Duration(0)});
  numbers.insert(numbers.end(), {latch.on ? 1 : 0, latch.held ? 1 : 0, held.since.utc_ns(),
                                 std::int64_t{held.sum.count()}});
}

void Write(std::vector<std::int64_t>& numbers, const std::optional<OpenAlarm>& open) {
  const OpenAlarm alarm =
      open.value_or(OpenAlarm{.number = 0, .sequence = 0, .acknowledged = false});
  numbers.insert(numbers.end(),
                 {open ? 1 : 0, alarm.number, alarm.sequence, alarm.acknowledged ? 1 : 0});
}

// Takes numbers from the front; remembers whether any was missing or no such number.
class Reader {
 public:
  explicit Reader(std::span<const std::int64_t> numbers) : numbers_(numbers) {}

  std::int64_t Next(std::int64_t least, std::int64_t most) {
    if (numbers_.empty() || numbers_.front() < least || numbers_.front() > most) {
      is_good_ = false;
      return least;
    }
    const std::int64_t number = numbers_.front();
    numbers_ = numbers_.subspan(1);
    return number;
  }
  bool Flag() { return Next(0, 1) == 1; }
  // From 1938 to 2223, so that no two of them are too far apart to be compared.
  Instant Moment() { return Instant(Next(kLeastNs, kMostNs)); }

  Latch NextLatch() {
    Latch latch{.on = Flag(), .held = {}};
    const bool has_held = Flag();
    const Instant since = Moment();
    const Duration sum(Next(0, kMostNs));
    if (has_held) latch.held = Held{.since = since, .sum = sum};
    return latch;
  }

  std::optional<OpenAlarm> NextOpen() {
    const bool is_open = Flag();
    const std::int64_t least = is_open ? 1 : 0;
    const std::int64_t number = Next(least, INT64_MAX);
    const auto sequence = static_cast<int>(Next(least, INT32_MAX));
    const bool acknowledged = Flag();
    if (!is_open) return std::nullopt;
    return OpenAlarm{.number = number, .sequence = sequence, .acknowledged = acknowledged};
  }

  bool IsGoodAndDone() const { return is_good_ && numbers_.empty(); }

 private:
  std::span<const std::int64_t> numbers_;
  bool is_good_ = true;
};

}  // namespace

std::vector<std::int64_t> NumbersOf(const RuleState& state) {
  std::vector<std::int64_t> numbers{kVersion, state.newest ? 1 : 0,
                                    state.newest.value_or(Instant(0)).utc_ns()};
  for (const Latch& latch : state.bands) Write(numbers, latch);
  Write(numbers, state.blind);
  Write(numbers, state.stale);
  for (const std::optional<OpenAlarm>& open : state.open) Write(numbers, open);
  return numbers;
}

std::optional<RuleState> RuleStateOf(std::span<const std::int64_t> numbers) {
  Reader reader(numbers);
  reader.Next(kVersion, kVersion);
  RuleState state;
  const bool has_newest = reader.Flag();
  const Instant newest = reader.Moment();
  if (has_newest) state.newest = newest;
  for (Latch& latch : state.bands) latch = reader.NextLatch();
  state.blind = reader.NextLatch();
  state.stale = reader.NextLatch();
  for (std::optional<OpenAlarm>& open : state.open) open = reader.NextOpen();
  if (!reader.IsGoodAndDone()) return std::nullopt;
  return state;
}

}  // namespace throng
