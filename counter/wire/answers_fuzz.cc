// Whatever a hub answers is refused with a reason, or is fit to be shown and reckoned with.
// SPDX-License-Identifier: Apache-2.0
#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "counter/base/check.h"
#include "counter/site/wording.h"
#include "counter/wire/answers.h"
#include "counter/wire/test_mutate.h"

namespace throng {
namespace {

void CheckRefusal(const Refusal& refusal) {
  COUNTER_CHECK(!refusal.rule.text().empty());
  for (const char c : Describe(refusal)) COUNTER_CHECK(c >= ' ' && c <= '~');
}

void CheckText(const std::string& text) {
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(CharacterAt(rest))) {
    COUNTER_CHECK(CharacterAt(rest) > 0);
  }
  COUNTER_CHECK(!HasControlCharacter(text));
}

void CheckTime(Instant at) { COUNTER_CHECK(at.utc_ns() >= 0); }

void CheckRange(const std::optional<Range>& range) {
  if (!range) return;
  COUNTER_CHECK(std::isfinite(range->low) && std::isfinite(range->high));
  COUNTER_CHECK(range->low <= range->expected && range->expected <= range->high);
}

void CheckEvent(const AlarmEvent& event) {
  for (const std::string& text : {event.rule, event.place, event.reason, event.by}) CheckText(text);
  CheckTime(event.at);
}

void CheckSites(const v1::ListSitesReply& message) {
  const auto sites = SitesFrom(message);
  if (!sites) return CheckRefusal(sites.error());
  for (const SiteNow& site : *sites) {
    CheckText(site.name);
    COUNTER_CHECK(site.zones > 0 && site.zones <= site.places.size());
    if (site.newest) CheckTime(*site.newest);
    for (const WatchedPlace& place : site.places) {
      CheckText(place.name);
      CheckText(place.capacity_rule);
      for (const std::size_t zone : place.zones) COUNTER_CHECK(zone < site.zones);
    }
  }
}

void CheckNews(const v1::WatchReply& message) {
  const auto news = NewsFrom(message);
  if (!news) return CheckRefusal(news.error());
  CheckText(news->site);
  for (const auto& [place, situation] : news->situations) {
    CheckTime(situation.window.start);
    COUNTER_CHECK(situation.window.start < situation.window.end);
    COUNTER_CHECK(situation.persons.has_value() == (situation.freshness != Freshness::kBlind));
    for (const auto& range :
         {situation.persons, situation.density_per_m2, situation.capacity_percent,
          situation.headroom, situation.change_per_minute}) {
      CheckRange(range);
    }
    CheckText(place);
  }
  std::ranges::for_each(news->events, CheckEvent);
}

void CheckAlarm(const v1::ListAlarmsReply& message) {
  const auto alarm = AlarmFrom(message);
  if (!alarm) return CheckRefusal(alarm.error());
  std::ranges::for_each(*alarm, CheckEvent);
}

void CheckHistory(const v1::QueryReply& message) {
  HistoryAnswer answer;
  for (int reply = 0; reply < 2; ++reply) {
    const auto rows = answer.Take(message);
    if (!rows) return CheckRefusal(rows.error());
    std::ranges::for_each(answer.zones(), CheckText);
    for (const HistoryRow& row : *rows) {
      COUNTER_CHECK(row.zone < answer.zones().size());
      CheckTime(row.window.start);
      CheckRange(row.mean);
      COUNTER_CHECK(row.mean.has_value() == row.highest.has_value());
      COUNTER_CHECK(!row.highest || row.highest->low <= row.highest->high);
    }
  }
}

// The first byte says which message the others are.
std::unique_ptr<google::protobuf::Message> MessageIn(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return nullptr;
  std::unique_ptr<google::protobuf::Message> message;
  switch (data[0] % 4) {
    case 0:
      message = std::make_unique<v1::ListSitesReply>();
      break;
    case 1:
      message = std::make_unique<v1::WatchReply>();
      break;
    case 2:
      message = std::make_unique<v1::ListAlarmsReply>();
      break;
    default:
      message = std::make_unique<v1::QueryReply>();
  }
  if (!message->ParseFromArray(data + 1, static_cast<int>(size - 1))) return nullptr;
  return message;
}

void Check(const google::protobuf::Message* message) {
  if (const auto* sites = dynamic_cast<const v1::ListSitesReply*>(message)) CheckSites(*sites);
  if (const auto* news = dynamic_cast<const v1::WatchReply*>(message)) CheckNews(*news);
  if (const auto* alarm = dynamic_cast<const v1::ListAlarmsReply*>(message)) CheckAlarm(*alarm);
  if (const auto* rows = dynamic_cast<const v1::QueryReply*>(message)) CheckHistory(*rows);
}

}  // namespace
}  // namespace throng

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  throng::Check(throng::MessageIn(data, size).get());
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned int seed) {
  const auto message = throng::MessageIn(data, size);
  return throng::MutateBytes({data, size, most, seed}, message.get(), 1);
}
