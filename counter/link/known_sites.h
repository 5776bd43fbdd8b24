// Which sites and places whoever watches a hub was told of, so that no news is of another.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string>

#include "counter/wire/answers.h"

namespace throng {

// What WatchListener::on_sites has told.
class KnownSites {
 public:
  explicit KnownSites(std::span<const SiteNow> sites) {
    for (const SiteNow& site : sites) {
      Known& known = sites_[site.name];
      known.connected = site.connected;
      for (const WatchedPlace& place : site.places) known.places.insert(place.name);
    }
  }
  // Whether something in `news` may have made of a site another.
  bool AreOld(const SiteNews& news) const {
    const auto site = sites_.find(news.site);
    if (site == sites_.end()) return true;
    if (news.connected.value_or(false) && !site->second.connected) return true;
    return std::ranges::any_of(news.situations, [&](const PlaceNow& now) {
      return !site->second.places.contains(now.place);
    });
  }
  // `news` without what is not known. False if nothing is.
  bool Keep(SiteNews& news) {
    const auto site = sites_.find(news.site);
    if (site == sites_.end()) return false;
    site->second.connected = news.connected.value_or(site->second.connected);
    news.unknown += std::erase_if(news.situations, [&](const PlaceNow& now) {
      return !site->second.places.contains(now.place);
    });
    return true;
  }

 private:
  struct Known {
    bool connected = false;
    std::set<std::string> places;
  };
  std::map<std::string, Known> sites_;
};

}  // namespace throng
