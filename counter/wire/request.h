// What readers ask for, checked whole.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/store/archive.h"
#include "counter/wire/refusal.h"

namespace throng {

namespace v1 {  // made from proto/throng/v1
class AcknowledgeRequest;
class ListAlarmsRequest;
class QueryRequest;
class WatchRequest;
}  // namespace v1

// Names in order, each once.
struct WatchWish {
  std::vector<std::string> sites;
  std::vector<std::string> places;
};

// `zones` in order, each once; none: all.
struct HistoryWish {
  std::string site;
  std::vector<std::string> zones;
  Instant from;
  Instant until;
  Resolution resolution;
};

struct AlarmsWish {
  std::string site;
  Instant from;
  Instant until;
};

struct AcknowledgeWish {
  std::string site;
  std::int64_t alarm;
};

// Each: the same, if it keeps the rules of the contract. Whether there is such a site or place is
// not looked at, and a field that the hub does not know is skipped.
Result<WatchWish, Refusal> WishFrom(const v1::WatchRequest& message);
Result<HistoryWish, Refusal> WishFrom(const v1::QueryRequest& message);
Result<AlarmsWish, Refusal> WishFrom(const v1::ListAlarmsRequest& message);
Result<AcknowledgeWish, Refusal> WishFrom(const v1::AcknowledgeRequest& message);

}  // namespace throng
