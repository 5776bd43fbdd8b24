// An event of an alarm as a message of the Common Alerting Protocol, CAP 1.2 (OASIS, 2010).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "counter/alert/delivery.h"
#include "counter/base/result.h"
#include "counter/site/ways.h"

namespace throng {

// The first that is told of an alarm is an Alert, the end a Cancel, the others Updates; these name
// all that was told before in <references>. Scope Restricted: it is for staff. There is no
// <expires>: nobody knows when a place empties, and an alarm that ends by itself could be believed.
// The same text for the same event and the same `told`.
// Fault::kWayNothingToEnd if nothing was told before the end.
Result<std::string> CapXml(const CapVoice& voice, std::string_view site, const Delivery& delivery);

}  // namespace throng
