// Alarms by mail, through the venue's own mail server.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "counter/alert/schedule.h"
#include "counter/notify/sender.h"
#include "counter/site/ways.h"

namespace throng {

// Hands MailMessage to the server (SMTP, RFC 5321). What it refuses for good (5xx) to all receivers
// is refused; to some of them, it is delivered, with a `why`. Who is to have it later (4xx) is
// tried again alone, as long as it is the newest delivery.
std::unique_ptr<Sender> MakeMail(const MailWay& way, const std::string& site, const TimeZone& zone,
                                 Duration most_wait = kMostWait);

}  // namespace throng
