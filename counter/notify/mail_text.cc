// Headers that nothing can be smuggled into, and few words below them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mail_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

#include "counter/notify/event_words.h"
#include "counter/notify/plain_text.h"

namespace throng {
namespace {

constexpr std::string_view kEnd = "\r\n";

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0 && c <= '~'; });
}

// "Tue, 24 Nov 2026 09:30:00 +0100", whatever the locale is.
std::string MailDate(Instant at, const TimeZone& zone) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::seconds ahead = zone.AheadAt(at);
  const std::chrono::sys_time<Duration> time{Duration((at + ahead).utc_ns())};
  const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const unsigned weekday = std::chrono::weekday(day).c_encoding();
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} {}", kDays.at(weekday),
                     unsigned{date.day()}, kMonths.at(unsigned{date.month()} - 1), int{date.year()},
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     OffsetInWords(ahead, ""));
}

std::string Body(const MailWay& way, std::string_view site, const TimeZone& zone,
                 const Delivery& delivery) {
  const AlarmEvent& event = delivery.event();
  const AlarmEvent& raise = delivery.alarm.front();
  const bool french = way.language == Language::kFrench;
  std::string body = Headline(event, way.language) + "\n";
  for (const std::string& line : Details(event, way.language)) body += line + "\n";
  body += "\n";
  const auto add = [&](std::string_view english, std::string_view in_french,
                       std::string_view value) {
    body += fmt::format("{}{}{}\n", french ? in_french : english, french ? " : " : ": ", value);
  };
  add("At", "\u00c0", ReadableTime(event.at, zone));
  if (event.sequence > 1) add("Since", "Depuis", ReadableTime(raise.at, zone));
  add("Site", "Site", OneLine(site));
  add("Rule", "R\u00e8gle", OneLine(event.rule));
  add("Alarm", "Alarme", fmt::format("{}, {}", event.alarm, event.sequence));
  body += french ? "\nAllez voir sur place. throng compte, et ne sait pas qui.\n"
                 : "\nLook for yourself. throng counts people, and cannot know who they are.\n";
  return body;
}

// Quoted lines of base64 letters, 76 to a line.
std::string Base64Lines(std::string_view text) {
  constexpr std::size_t kMostLetters = 76;
  const std::string letters = Base64(text);
  std::string lines;
  for (std::size_t at = 0; at < letters.size(); at += kMostLetters) {
    lines += letters.substr(at, kMostLetters);
    lines += kEnd;
  }
  return lines;
}

std::string WithLineEnds(std::string_view text) {
  std::string lines;
  for (const char c : text) lines += c == '\n' ? std::string(kEnd) : std::string(1, c);
  return lines;
}

}  // namespace

std::string MessageId(std::string_view site, const AlarmEvent& event, std::string_view from) {
  const std::string_view domain = from.substr(from.find('@') + 1);
  return fmt::format("<{}@{}>", EventId(site, event), domain);
}

std::string EncodedHeader(std::string_view text) {
  std::string line = OneLine(text);
  constexpr std::size_t kMostPlain = 300;
  if (IsAscii(line) && line.size() <= kMostPlain && line.find("=?") == std::string::npos) {
    return line;
  }
  constexpr std::size_t kMostBytes = 45;  // 60 letters of base64: a word of at most 75
  std::string encoded;
  std::string_view rest = line;
  while (!rest.empty()) {
    std::size_t size = std::min(kMostBytes, rest.size());
    while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0U) == 0x80U) --size;
    encoded += (encoded.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + Base64(rest.substr(0, size));
    encoded += "?=";
    rest.remove_prefix(size);
  }
  return encoded;
}

std::string MailMessage(const MailWay& way, std::string_view site, const TimeZone& zone,
                        const Delivery& delivery) {
  const AlarmEvent& event = delivery.event();
  std::string message;
  const auto add = [&message](std::string_view name, std::string_view value) {
    message += fmt::format("{}: {}{}", name, value, kEnd);
  };
  add("Date", MailDate(event.at, zone));
  add("From", "throng <" + way.from + ">");
  std::string to;
  for (const std::string& receiver : way.to) to += (to.empty() ? "" : ",\r\n ") + receiver;
  add("To", to);
  add("Subject", EncodedHeader(Headline(event, way.language) + " (" + OneLine(site) + ")"));
  add("Message-ID", MessageId(site, event, way.from));
  std::string references;
  for (const AlarmEvent& earlier : delivery.alarm) {
    if (std::ranges::count(delivery.told, earlier.sequence) == 0) continue;
    const std::string earlier_id = MessageId(site, earlier, way.from);
    references = references.empty() ? earlier_id : references;  // the first begins the conversation
  }
  if (!references.empty()) {
    add("In-Reply-To", references);
    add("References", references);
  }
  add("Auto-Submitted", "auto-generated");  // RFC 3834: nobody's holiday message answers
  if (event.kind == AlarmKind::kCrowding && event.band == Band::kCritical) {
    add("Importance", "high");
  }
  add("MIME-Version", "1.0");
  add("Content-Type", "text/plain; charset=utf-8");
  const std::string body = Body(way, site, zone, delivery);
  constexpr std::size_t kMostPlain = 900;
  if (IsAscii(body) && event.reason.size() <= kMostPlain) {
    add("Content-Transfer-Encoding", "7bit");
    return message + "\r\n" + WithLineEnds(body);
  }
  add("Content-Transfer-Encoding", "base64");
  return message + "\r\n" + Base64Lines(WithLineEnds(body));
}

}  // namespace throng
