// Ends the alarms of a ledger that its edge no longer has: nobody else could.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "counter/base/time.h"
#include "counter/hub/sites.h"
#include "counter/hub/writer.h"

namespace throng {

// A ledger is lost once the edges of its site have named only another one for a day, with this hub:
// the box may have been exchanged for a while, and be put back. Thread-safe. What the writer is to
// do keeps it until that is done.
class LostLedgers : public std::enable_shared_from_this<LostLedgers> {
 public:
  LostLedgers(Writer& writer, Sites& sites, const Clock& clock)
      : writer_(writer), sites_(sites), clock_(clock) {}

  // An edge of the site has said hello, with this ledger.
  void Name(std::int64_t site, std::int64_t ledger);
  // Call it now and then. Returns at once; the writer does what is due.
  void Look(Duration now);

 private:
  struct Named {
    std::int64_t ledger;
    Duration since;  // no other was named
    bool is_done = false;
  };

  // On the writer's thread.
  Status EndOthers(std::int64_t site, std::int64_t ledger, Archive& archive);

  Writer& writer_;
  Sites& sites_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::int64_t, Named> last_;  // by site. GUARDED_BY mutex_
};

}  // namespace throng
