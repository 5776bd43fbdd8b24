// Alarms over HTTP: one POST for each event, signed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "counter/notify/sender.h"
#include "counter/site/ways.h"

namespace throng {

// Posts EventJson, or CAP if the way wants it, with these headers: Throng-Event-Id, by which a
// receiver knows again what came twice; Throng-Timestamp, in seconds since 1970; Throng-Signature.
// 2xx: delivered. 4xx but 408 and 429: refused for good. All else is tried again.
std::unique_ptr<Sender> MakeWebhook(const WebhookWay& way, const std::string& site,
                                    Duration most_wait = kMostWait);

}  // namespace throng
