// What changes and kinds of alarms are called.
// SPDX-License-Identifier: Apache-2.0
#include "counter/alert/alarm.h"

#include "counter/base/check.h"

namespace throng {

std::string_view NameOf(AlarmChange change) {
  switch (change) {
    case AlarmChange::kRaise:
      return "raise";
    case AlarmChange::kEscalate:
      return "escalate";
    case AlarmChange::kEase:
      return "ease";
    case AlarmChange::kAcknowledge:
      return "acknowledge";
    case AlarmChange::kEnd:
      return "end";
  }
  COUNTER_CHECK(false);
}

std::string_view NameOf(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::kCrowding:
      return "crowding";
    case AlarmKind::kBlind:
      return "blind";
    case AlarmKind::kStale:
      return "stale";
  }
  COUNTER_CHECK(false);
}

}  // namespace throng
