// Events of alarms as messages, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "counter/alert/alarm.h"
#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class AlarmEvent;
}  // namespace v1

v1::AlarmEvent MessageOf(const AlarmEvent& event);

// The same, if it keeps the rules of the contract. That its place is one of the site, and its alarm
// one that is open, is not looked at.
Result<AlarmEvent, Refusal> EventFrom(const v1::AlarmEvent& message, Instant now);

}  // namespace throng
