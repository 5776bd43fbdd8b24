// Carries alarms out by the ways of notify.toml, beside the count.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "counter/base/result.h"
#include "counter/notify/courier.h"
#include "counter/site/site.h"
#include "counter/site/ways.h"
#include "counter/store/alarm_log.h"

namespace throng {

// The ways of `file`; if that is absent, of notify.toml beside the site file, or none if there is
// no such file. Mistakes are told on standard error.
Result<Ways> WaysOrTell(const Site& site, const std::filesystem::path& site_file,
                        const std::optional<std::filesystem::path>& file);

// A thread that looks twice a second whether something is to be told. When it ends, what is being
// sent has two seconds; what is left waits in the ledger for the next run.
class Post {
 public:
  // `clock` outlives it. Faults as of AlarmLog::Open.
  static Result<std::unique_ptr<Post>> Make(const Ways& ways, const Site& site,
                                            const std::filesystem::path& ledger,
                                            const Clock& clock);
  ~Post();
  Post(const Post&) = delete;
  Post& operator=(const Post&) = delete;

  // A line for each way that is down.
  std::vector<std::string> Notes() const;

 private:
  Post(AlarmLog log, std::vector<NamedSender> senders, const Clock& clock);
  void Run(std::vector<NamedSender> senders);

  AlarmLog log_;
  const Clock& clock_;
  mutable std::mutex mutex_;  // of the two below
  bool stop_ = false;
  std::vector<WayState> states_;
  std::condition_variable stopped_;
  std::thread thread_;  // last: the rest is there before it starts
};

}  // namespace throng
