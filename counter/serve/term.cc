// Days of a legal basis in words.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/term.h"

#include <fmt/format.h>

#include "counter/alert/legal_term.h"

namespace throng {

std::optional<std::string> NoteOfTerm(const SiteProfile& profile, const TimeZone& zone,
                                      Instant now) {
  if (!profile.legal_basis) return std::nullopt;
  const LegalBasis& basis = *profile.legal_basis;
  const int left = DaysLeft(basis, zone, now);
  if (left > kDaysOfWarning) return std::nullopt;
  const std::string name = fmt::format("the legal basis \"{}\"", basis.reference);
  const std::string day = FormatDay(basis.expires);
  const bool is_live = profile.kind == Profile::kLive;
  if (left <= 0) {
    return fmt::format("{} held until the end of {} ({}); {}", name, day, zone.name(),
                       is_live ? "nobody may be counted live under it any more"
                               : "statistics need none, but the notice still names it");
  }
  const std::string when = left == 1   ? "ends today"
                           : left == 2 ? "ends tomorrow"
                                       : fmt::format("ends in {} days, with {}", left - 1, day);
  return fmt::format(
      "{} ({}){}", name + " " + when, zone.name(),
      is_live ? "; then throng stops counting. Is there a new one for the site file?" : "");
}

}  // namespace throng
