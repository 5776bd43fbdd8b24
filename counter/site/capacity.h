// How many people may safely be in a zone at once, and by which rule.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "counter/base/units.h"
#include "counter/site/draft.h"

namespace throng {

// The most that any place may hold.
inline constexpr double kMostPersons = 1e6;

// Event practice (Purple Guide): 0.5 m2 for each person of a site's capacity.
inline constexpr PersonsPerM2 kEventDensity{2};
// Guide to Safety at Sports Grounds (Green Guide): at most 47 standing on 10 m2, times the lower of
// a factor for the place's condition (P) and one for its management (S), both 0..1.
inline constexpr PersonsPerM2 kGreenGuideDensity{4.7};

struct Capacity {
  Persons persons;   // whole, 1..kMostPersons
  std::string rule;  // for people: "given", "2 per m2 (event space)", ...
};

// Of a zone of which people can stand on `free`. Rounded down. Nothing, with a mistake, if it is
// none.
std::optional<Capacity> MakeCapacity(const Written<DraftCapacity>& draft, SquareMetres free,
                                     std::vector<Complaint>& complaints);

}  // namespace throng
