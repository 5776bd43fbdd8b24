// Joins what waits, writes it, answers; looks after the archive in between.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/writer.h"

#include <algorithm>
#include <utility>

namespace throng {
namespace {

// Where there is no more to do, upkeep looks again after this.
constexpr std::chrono::seconds kUpkeepEvery{5};
// Of the time, at most one part in so many goes into upkeep while edges wait.
constexpr int kUpkeepShare = 10;

// That says something of the archive, and not of what was to be written.
bool IsOfTheArchive(Fault fault) {
  switch (fault) {
    case Fault::kDiskFull:
    case Fault::kNotPermitted:
    case Fault::kNotAFolder:
    case Fault::kLedgerBusy:
    case Fault::kLedgerDamaged:
    case Fault::kLedgerUnreachable:
      return true;
    default:
      return false;
  }
}

}  // namespace

Writer::Writer(std::unique_ptr<Archive> archive, WriterOptions options, const Clock& clock)
    : archive_(std::move(archive)),
      next_upkeep_(clock.Steady()),
      options_(options),
      clock_(clock),
      thread_([this] { Work(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Writer::Take(QueuedBatch batch, Answer answer) {
  {
    const std::scoped_lock lock(mutex_);
    windows_waiting_ += batch.windows.size();
    waiting_.push_back({std::move(batch), std::move(answer)});
  }
  changed_.notify_one();
}

bool Writer::IsFull() const {
  const std::scoped_lock lock(mutex_);
  return windows_waiting_ >= options_.most_waiting;
}

void Writer::Run(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

bool Writer::IsWritable() const {
  const std::scoped_lock lock(mutex_);
  return is_writable_;
}

std::optional<Fault> Writer::Trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

std::uint64_t Writer::WindowsWritten() const {
  const std::scoped_lock lock(mutex_);
  return windows_written_;
}

void Writer::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    const bool has_work = !jobs_.empty() || !waiting_.empty();
    if (is_ending_ && !has_work) return;
    const Duration until_upkeep = next_upkeep_ - clock_.Steady();
    if (!has_work && until_upkeep > Duration::zero()) {
      changed_.wait_for(lock, until_upkeep);
      continue;
    }
    if (!jobs_.empty()) {
      const Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      Note(job(*archive_));
      lock.lock();
      continue;
    }
    std::vector<Waiting> group;
    std::size_t windows = 0;
    while (!waiting_.empty()) {
      const std::size_t more = waiting_.front().batch.windows.size();
      if (!group.empty() && windows + more > options_.most_joined) break;
      windows += more;
      group.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    lock.unlock();
    if (!group.empty()) WriteGroup(std::move(group));
    if (clock_.Steady() >= next_upkeep_) Upkeep();
    lock.lock();
    windows_waiting_ -= windows;
  }
}

void Writer::WriteGroup(std::vector<Waiting> group) {
  const Result<std::vector<WrittenBatch>> written = WriteAll(group);
  Note(written ? Status(Done{}) : Status(written.error()));
  if (!written && group.size() > 1 && !IsOfTheArchive(written.error())) {
    // One of them is to blame, which the others should not suffer for.
    for (Waiting& one : group) {
      std::vector<Waiting> alone;
      alone.push_back(std::move(one));
      WriteGroup(std::move(alone));
    }
    return;
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Waiting& one = group[i];
    one.answer(one.batch, written ? Result<WrittenBatch>((*written)[i])
                                  : Result<WrittenBatch>(written.error()));
  }
}

Result<std::vector<WrittenBatch>> Writer::WriteAll(std::span<const Waiting> group) {
  std::vector<SiteBatch> batches;
  batches.reserve(group.size());
  for (const Waiting& one : group) {
    batches.push_back({.site = one.batch.site,
                       .windows = one.batch.windows,
                       .events = one.batch.events,
                       .ledger = one.batch.ledger});
  }
  Result<std::vector<BatchWritten>> written = archive_->Write(batches);
  if (!written) return written.error();
  std::vector<WrittenBatch> all(group.size());
  std::uint64_t windows = 0;
  for (std::size_t i = 0; i < group.size(); ++i) {
    all[i].windows = std::move((*written)[i]);
    windows += all[i].windows.written;
    const std::vector<std::int64_t>& numbers = all[i].windows.alarms;
    if (numbers.empty()) continue;
    auto alarms = archive_->AlarmsNumbered(group[i].batch.site, numbers);
    if (!alarms) return alarms.error();  // written, and sent again: nothing is lost by that
    all[i].alarms = *std::move(alarms);
  }
  const std::scoped_lock lock(mutex_);
  windows_written_ += windows;
  return all;
}

void Writer::Note(const Status& done) {
  if (!done && !IsOfTheArchive(done.error())) return;
  if (!done) next_upkeep_ = std::min(next_upkeep_, clock_.Steady() + options_.try_again);
  const std::scoped_lock lock(mutex_);
  is_writable_ = static_cast<bool>(done);
  if (!done) trouble_ = done.error();
}

// Between two writes. A short step, and so seldom that those who wait do not notice.
void Writer::Upkeep() {
  const Duration begun = clock_.Steady();
  if (!IsWritable()) {
    Note(archive_->TryToWrite());
    next_upkeep_ = clock_.Steady() + options_.try_again;
    return;
  }
  const Result<bool> more = archive_->Maintain(options_.keep, clock_.Now());
  Note(more ? Status(Done{}) : Status(more.error()));
  const Duration took = clock_.Steady() - begun;
  next_upkeep_ = clock_.Steady() + (more && *more ? kUpkeepShare * took : Duration(kUpkeepEvery));
}

}  // namespace throng
