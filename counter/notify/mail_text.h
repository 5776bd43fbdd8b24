// An event of an alarm as a mail message (RFC 5322) that can be read at night on a phone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "counter/alert/delivery.h"
#include "counter/alert/schedule.h"
#include "counter/site/ways.h"

namespace throng {

// "<" EventId "@" domain of `from` ">": the same for the same event.
std::string MessageId(std::string_view site, const AlarmEvent& event, std::string_view from);

// A header's text in ASCII: as it is, or in encoded words (RFC 2047), folded.
std::string EncodedHeader(std::string_view text);

// Headers, an empty line and the text, each line ended by CR LF and none longer than 998 bytes.
// What was told before is named in In-Reply-To and References, so that mail programs show an alarm
// as one conversation. Times are those of the site's `zone`, with how far that is ahead of UTC.
std::string MailMessage(const MailWay& way, std::string_view site, const TimeZone& zone,
                        const Delivery& delivery);

}  // namespace throng
