// Runs the courier in a thread of its own.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/post.h"

#include <fmt/format.h>

#include <random>
#include <utility>

#include "counter/apps/command.h"
#include "counter/apps/exit_code.h"

namespace throng {

Result<Ways> WaysOrTell(const Site& site, const std::filesystem::path& site_file,
                        const std::optional<std::filesystem::path>& file) {
  const std::filesystem::path usual = site_file.parent_path() / "notify.toml";
  std::error_code unknown;
  if (!file && !std::filesystem::exists(usual, unknown)) return Ways{};
  const std::filesystem::path named = file.value_or(usual);
  std::vector<std::string_view> rules;
  for (const AlarmRule& rule : site.alarms) rules.push_back(rule.name);
  std::vector<Complaint> complaints;
  Result<Ways> ways = LoadWays(named, rules, complaints);
  TellComplaints(named.string(), complaints);
  if (!ways) Tell(named.string(), ways.error());
  return ways;
}

Post::Post(AlarmLog log, std::vector<NamedSender> senders, const Clock& clock)
    : log_(std::move(log)),
      clock_(clock),
      thread_([this, all = std::move(senders)]() mutable { Run(std::move(all)); }) {}

Result<std::unique_ptr<Post>> Post::Make(const Ways& ways, const Site& site,
                                         const std::filesystem::path& ledger, const Clock& clock) {
  Result<AlarmLog> log = AlarmLog::Open(ledger);
  if (!log) return log.error();
  return std::unique_ptr<Post>(
      new Post(*std::move(log), MakeSenders(ways, site.name, ZoneOf(site)), clock));
}

Post::~Post() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopped_.notify_all();
  thread_.join();
}

void Post::Run(std::vector<NamedSender> senders) {
  std::minstd_rand random(std::random_device{}());
  std::uniform_real_distribution<double> chance;
  Courier courier(std::move(senders), log_, clock_, [&] { return chance(random); });
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    static_cast<void>(courier.Step());  // a ledger that is busy now is asked again
    std::vector<WayState> states = courier.States();
    lock.lock();
    states_ = std::move(states);
    stopped_.wait_for(lock, std::chrono::milliseconds(500), [this] { return stop_; });
  }
  lock.unlock();
}

std::vector<std::string> Post::Notes() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> notes;
  for (const WayState& state : states_) {
    if (!state.is_down) continue;
    notes.push_back(fmt::format("alarms do not get out by \"{}\": {}; it is tried again", state.way,
                                state.why ? Describe(*state.why) : "unknown"));
  }
  return notes;
}

}  // namespace throng
