// Works out capacities and says how.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/capacity.h"

#include <algorithm>
#include <cmath>

#include "counter/site/wording.h"

namespace throng {
namespace {

std::optional<Capacity> Checked(double persons, std::string rule, const Place& place,
                                std::vector<Complaint>& complaints) {
  if (persons >= 1 && persons <= kMostPersons && persons == std::floor(persons)) {
    return Capacity{Persons(persons), std::move(rule)};
  }
  AddMistake(complaints, place,
             "the capacity must be a whole number of persons, 1 to 1000000; leave the line out if "
             "it is not known");
  return std::nullopt;
}

// What stands at `density` on the area that is shown, in tenths, so that whoever works it out by
// hand gets the same. 1e-9 keeps 47.999... that should be 48.
double Standing(PersonsPerM2 density, SquareMetres free) {
  const SquareMetres shown(std::round(free.value() * 10) / 10);
  return std::floor((density * shown).value() + 1e-9);
}

std::string OfArea(SquareMetres free) { return " on " + Number(free.value(), 1) + " m2"; }

}  // namespace

std::optional<Capacity> MakeCapacity(const Written<DraftCapacity>& draft, SquareMetres free,
                                     std::vector<Complaint>& complaints) {
  const Place& place = draft.place;
  if (const auto* const persons = std::get_if<double>(&draft.value)) {
    return Checked(*persons, "given", place, complaints);
  }
  const auto& rule = std::get<DraftCapacityRule>(draft.value);
  if (rule.rule == "event") {
    return Checked(Standing(kEventDensity, free), "event space, 2 per m2" + OfArea(free), place,
                   complaints);
  }
  if (rule.rule == "green-guide") {
    const double factor = std::min(rule.physical, rule.safety);
    return Checked(Standing(PersonsPerM2(factor * kGreenGuideDensity.value()), free),
                   "Green Guide, 4.7 per m2 x " + Number(factor, 2) + OfArea(free), place,
                   complaints);
  }
  const SquareMetres standing(rule.standing_m2);
  return Checked(rule.seats + Standing(PersonsPerM2(rule.per_m2), standing),
                 Number(rule.seats, 0) + " seats + " + Number(rule.per_m2, 2) + " per m2" +
                     OfArea(standing) + " for standing",
                 place, complaints);
}

}  // namespace throng
