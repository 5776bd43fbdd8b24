// One line of the ledger, as readers get it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "counter/base/ids.h"
#include "counter/base/time.h"
#include "counter/base/units.h"
#include "counter/release/published.h"
#include "counter/site/site.h"

namespace throng {

// A released count, live or from the ledger. Holds nothing that Published does not.
struct Entry {
  ZoneIndex zone;  // position in the list of zones it came with
  Window window;
  std::optional<WholeCount> count;  // absent exactly if Blind
  int coverage_percent;
  Freshness freshness;
};

Entry EntryOf(const Published& published);

// What readers need to know of a zone to make sense of its entries.
struct ZoneFacts {
  std::string name;
  ZoneKind kind;
  SquareMetres area;  // on which people can stand
  std::optional<Persons> capacity;
  std::string capacity_rule = {};  // where it comes from; empty if there is none
  // `area` is one cell, the fullest that was seen of another zone; an entry's coverage is of that
  // zone.
  bool is_fullest = false;
};

std::vector<ZoneFacts> FactsOf(const Site& site);

// On which the persons of an entry with a count are, where it says `coverage_percent` (> 0).
SquareMetres AreaBehind(int coverage_percent, const ZoneFacts& zone);

}  // namespace throng
