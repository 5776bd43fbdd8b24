// Asks a hub as a reader: what is going on, what was, and to acknowledge.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/hub_trouble.h"
#include "counter/wire/answers.h"

namespace throng {

// All are called by the thread that called the reader, while that waits.
struct ReaderCalls {
  // Several times a second: false ends the call with Fault::kStopped.
  std::function<bool()> go_on;
  // The hub is away, and will be asked again after so long. Absent: it is not asked again.
  std::function<void(const HubTrouble&, std::chrono::seconds)> on_broken = {};
};

struct WatchQuestion {
  std::vector<std::string> sites;   // none: all
  std::vector<std::string> places;  // zones and groups; none: all
};

struct WatchListener {
  // All sites of the hub: before the first news, and again whenever one of them may be another.
  std::function<void(std::span<const SiteNow>)> on_sites;
  // Of a site and of places that on_sites has told. False: that is enough.
  std::function<bool(const SiteNews&)> on_news;
};

struct HistoryQuestion {
  std::string site;
  std::vector<std::string> zones;  // none: all
  Instant from;                    // rows that start in [from, until)
  Instant until;
  Resolution resolution;
};

// A row at a time, with the name of its zone. False: that is enough.
using VisitRow = std::function<bool(const HistoryRow&, const std::string& zone)>;

template <class T>
using Heard = Result<T, HubTrouble>;

// One thread at a time.
class Reader {
 public:
  // Connects at the first question. `credentials` as of ChannelCredentialsOf; absent: only for a
  // hub on this machine. Faults: kHubAddress, kHubNeedsProof, and those of
  // ChannelCredentialsOf.
  static Result<Reader> Make(const std::string& address,
                             const std::optional<std::filesystem::path>& credentials, Clock& clock,
                             ReaderCalls calls);
  Reader(Reader&&) noexcept;
  ~Reader();

  // Those that end by themselves do within some seconds, if the hub does not answer.

  Heard<std::vector<SiteNow>> ListSites();

  // Ends only if it is told to, or for what does not pass by itself.
  Heard<Done> Watch(const WatchQuestion& question, const WatchListener& listener);

  // In order of time, each row once. Memory does not grow with the answer; a slow `visit` slows the
  // hub down. If the line breaks it is asked again from there, a few times.
  Heard<Done> Query(const HistoryQuestion& question, const VisitRow& visit);

  // Alarms with an event in [from, until), each with all of its events.
  Heard<std::vector<std::vector<AlarmEvent>>> ListAlarms(const std::string& site, Instant from,
                                                         Instant until);

  // The edge of the site was asked, or will be.
  Heard<Done> Acknowledge(const std::string& site, std::int64_t alarm);

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace throng
