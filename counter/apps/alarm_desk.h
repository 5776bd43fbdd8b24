// Alarms of a count in real time: kept in the ledger, shown, and gone on with after a restart.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "counter/alert/alarms.h"
#include "counter/base/result.h"
#include "counter/meaning/situations.h"
#include "counter/site/site.h"
#include "counter/store/alarm_log.h"
#include "counter/store/ledger.h"

namespace throng {

// Entries of `ledger` from `span`, with their zones numbered as in `site`; those of zones that the
// site has no more are left out. Fault::kLedgerDamaged.
Status ForEachOfSite(const Ledger& ledger, const Span& span, const Site& site,
                     const std::function<void(const Entry&)>& visit);

class AlarmDesk {
 public:
  struct Told {
    std::vector<std::string> ways;  // names of all
    // The names of those by which an event is to be told, given its alarm from the raise on.
    std::function<std::vector<std::string>(std::span<const AlarmEvent>)> by;
  };

  // `file` is the ledger's, absent for one that is not kept. Feeds `situations` what the ledger
  // holds of the last minutes, and the alarms what they have not seen of it. The system knows the
  // site's time zone (checked). Faults: as of AlarmLog.
  static Result<AlarmDesk> Make(const Site& site, const std::optional<std::filesystem::path>& file,
                                const Ledger& ledger, Situations& situations, Told told);

  // All places at one window. Also does what was asked of it since: acknowledgements, maintenance.
  Status Take(std::span<const Situation> at_place);

  // A line for each open alarm, the worst first; and one for maintenance.
  std::vector<std::string> Notes() const;
  // The lines of what happened since the last call.
  std::vector<std::string> TakeNews() { return std::exchange(news_, {}); }

 private:
  AlarmDesk(AlarmLog log, Alarms alarms, Told told);
  Status Keep(std::span<const AlarmEvent> events, std::span<const Acknowledgement> done);

  AlarmLog log_;
  Alarms alarms_;
  Told told_;
  std::map<std::int64_t, std::vector<AlarmEvent>> open_;  // events of each open alarm
  std::optional<Instant> maintenance_until_;
  std::optional<Instant> at_;
  std::optional<Instant> rests_until_;  // what the rules had seen when this began
  bool was_resting_ = false;
  std::vector<WatchedState> kept_;
  std::vector<std::string> news_;
};

}  // namespace throng
