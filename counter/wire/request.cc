// Looks at each name, span and number of a reader's request.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/request.h"

#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <algorithm>
#include <limits>

#include "counter/wire/check.h"
#include "counter/wire/limits.h"

namespace throng {
namespace {

using AskedNames = google::protobuf::RepeatedPtrField<std::string>;

Refused CheckNames(StaticText field, const AskedNames& names) {
  if (static_cast<std::size_t>(names.size()) > kMostAskedNames) {
    return Refusal{.field = field, .rule = "has more than 4096 names"};
  }
  for (int i = 0; i < names.size(); ++i) {
    if (const Refused odd = CheckName("", names[i])) {
      return At(field, static_cast<std::size_t>(i), *odd);
    }
  }
  return {};
}

std::vector<std::string> InOrder(const AskedNames& names) {
  std::vector<std::string> all(names.begin(), names.end());
  std::ranges::sort(all);
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Refused CheckSpan(std::int64_t from_ns, std::int64_t until_ns) {
  // Any time that a count can have, however far ahead the span reaches.
  const Instant never(std::numeric_limits<std::int64_t>::max());
  if (const Refused odd = CheckTime("from_ns", from_ns, never)) return odd;
  if (const Refused odd = CheckTime("until_ns", until_ns, never)) return odd;
  if (from_ns < until_ns) return {};
  return Refusal{.field = "until_ns", .rule = "is not after from_ns"};
}

}  // namespace

Result<WatchWish, Refusal> WishFrom(const v1::WatchRequest& message) {
  if (const Refused odd = CheckNames("sites", message.sites())) return *odd;
  if (const Refused odd = CheckNames("places", message.places())) return *odd;
  return WatchWish{.sites = InOrder(message.sites()), .places = InOrder(message.places())};
}

Result<HistoryWish, Refusal> WishFrom(const v1::QueryRequest& message) {
  if (const Refused odd = CheckName("site", message.site())) return *odd;
  if (const Refused odd = CheckNames("zones", message.zones())) return *odd;
  if (const Refused odd = CheckSpan(message.from_ns(), message.until_ns())) return *odd;
  const int resolution = message.resolution();
  if (resolution < v1::RESOLUTION_RELEASED || resolution > v1::RESOLUTION_DAY) {
    return Refusal{.field = "resolution", .rule = "is none that this hub has"};
  }
  return HistoryWish{.site = message.site(),
                     .zones = InOrder(message.zones()),
                     .from = Instant(message.from_ns()),
                     .until = Instant(message.until_ns()),
                     .resolution = static_cast<Resolution>(resolution)};
}

Result<AlarmsWish, Refusal> WishFrom(const v1::ListAlarmsRequest& message) {
  if (const Refused odd = CheckName("site", message.site())) return *odd;
  if (const Refused odd = CheckSpan(message.from_ns(), message.until_ns())) return *odd;
  return AlarmsWish{.site = message.site(),
                    .from = Instant(message.from_ns()),
                    .until = Instant(message.until_ns())};
}

Result<AcknowledgeWish, Refusal> WishFrom(const v1::AcknowledgeRequest& message) {
  if (const Refused odd = CheckName("site", message.site())) return *odd;
  constexpr auto kLast = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (message.alarm() == 0 || message.alarm() > kLast) {
    return Refusal{.field = "alarm", .rule = "is no number that an alarm can have"};
  }
  return AcknowledgeWish{.site = message.site(),
                         .alarm = static_cast<std::int64_t>(message.alarm())};
}

}  // namespace throng
