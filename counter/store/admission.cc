// Compares a window with the one before its end.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/admission.h"

#include <iterator>

namespace throng {

void Admission::Know(const Entry& stored) {
  stored_.insert_or_assign({stored.zone.value(), stored.window.start},
                           Stored{.end = stored.window.end, .count = stored.count});
}

// What the tables check too: a fault there would take all other batches with it.
bool Admission::CanBe(const Entry& entry) const {
  const Window& window = entry.window;
  if (entry.zone.value() >= zones_ || window.start < kept_since_) return false;
  if (window.end <= window.start) return false;
  const Duration length = window.end - window.start;
  if (length < kShortestWindow || length > kLongestWindow) return false;
  if (entry.coverage_percent < 0 || entry.coverage_percent > 100) return false;
  if (entry.count &&
      (entry.count->low > entry.count->persons || entry.count->persons > entry.count->high)) {
    return false;
  }
  const bool blind = entry.freshness == Freshness::kBlind;
  return blind != entry.count.has_value();
}

Admission::Verdict Admission::Judge(const Entry& entry) {
  if (!CanBe(entry)) return Verdict::kRefused;
  const std::uint16_t zone = entry.zone.value();
  // Windows of a zone never overlap, so only the last that starts before our end can reach into
  // ours.
  const auto after = stored_.lower_bound({zone, entry.window.end});
  if (after != stored_.begin()) {
    const auto& [key, last] = *std::prev(after);
    if (key.first == zone && last.end > entry.window.start) {
      const bool same = key.second == entry.window.start && last.end == entry.window.end &&
                        last.count == entry.count;
      return same ? Verdict::kKnown : Verdict::kRefused;
    }
  }
  Know(entry);
  return Verdict::kWrite;
}

}  // namespace throng
