// Takes what is due from the outbox, sends it by its way, and tries again until it has arrived.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "counter/alert/outbox.h"
#include "counter/alert/schedule.h"
#include "counter/base/time.h"
#include "counter/notify/lane.h"
#include "counter/notify/sender.h"
#include "counter/site/ways.h"

namespace throng {

struct NamedSender {
  std::string way;
  std::unique_ptr<Sender> sender;
};

// One for each way, in the order webhooks, mails, brokers, CAP folders.
// `site` is its name; mails show its local time.
std::vector<NamedSender> MakeSenders(const Ways& ways, const std::string& site,
                                     const TimeZone& zone);

// How a way is doing now.
struct WayState {
  std::string way;
  bool is_down = false;
  std::optional<Fault> why;  // of the newest try that was no success; absent after a success
};

// At least once on the wire: what was sent, but not settled when the program ended, is sent again,
// under the same id. Of each alarm, a way is sent one event after the other.
class Courier {
 public:
  // `outbox` and `clock` outlive it; `chance` gives numbers in 0..1. Starts a thread for each way.
  Courier(std::vector<NamedSender> senders, Outbox& outbox, const Clock& clock,
          std::function<double()> chance);
  // Gives what is being sent two seconds, settles what has arrived, and breaks off the rest.
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Settles what has been tried and hands out what is due; waits for nothing but the outbox. To be
  // called every second or faster, always from the same thread. Says what the outbox failed at;
  // whatever was delivered is then not sent again, but settled later.
  Status Step();

  // Whether nothing is being sent or waits to be settled.
  bool IsIdle() const;

  std::vector<WayState> States() const;

 private:
  struct Way {
    std::string name;
    std::unique_ptr<Lane> lane;
    int failures = 0;  // in a row; above 0, it is down
    Duration down_until{0};
    std::optional<Fault> why = std::nullopt;
    std::int64_t newest = 0;                             // largest number that was handed out
    std::map<std::int64_t, std::int64_t> waits_at = {};  // alarm -> its delivery to be tried again
  };
  using ToSettle = std::pair<Delivery, Settlement>;

  void Judge(Way& way, const Lane::Tried& tried);
  Status SettleAll();
  void HandOut(Way& way, const std::vector<Delivery>& due, Instant now);
  bool IsToBeSettled(const Delivery& delivery) const;

  Outbox& outbox_;
  const Clock& clock_;
  std::function<double()> chance_;
  std::vector<Way> ways_;
  std::vector<ToSettle> to_settle_;
};

}  // namespace throng
