// The one thread that writes to the archive: batches of many edges in one transaction.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/store/archive.h"

namespace throng {

// What one edge sent at once.
struct QueuedBatch {
  std::int64_t site;
  std::vector<Entry> windows;
  std::vector<AlarmEvent> events;
  std::optional<std::int64_t> ledger = {};  // whose numbers those have
};

// What became of it: it is durable.
struct WrittenBatch {
  BatchWritten windows;
  std::vector<std::vector<AlarmEvent>> alarms;  // that its events are of, with all of their events
};

struct WriterOptions {
  Retention keep = {};
  std::size_t most_waiting = 200'000;  // windows, after which IsFull
  std::size_t most_joined = 10'000;    // windows in one transaction
  std::chrono::milliseconds try_again{1000};
};

// Its answers come from its thread, and should be short. Thread-safe.
class Writer {
 public:
  // `written` is what the fault was about as well: it may be tried again.
  using Answer = std::function<void(const QueuedBatch& batch, const Result<WrittenBatch>& written)>;
  using Job = std::function<Status(Archive& archive)>;

  // `archive` is its own from now on.
  Writer(std::unique_ptr<Archive> archive, WriterOptions options, const Clock& clock);
  // Writes and answers what waits.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Answers once the batch is durable, or cannot be written now. Never refuses.
  void Take(QueuedBatch batch, Answer answer);
  // Whether callers should wait for an answer before they bring more.
  bool IsFull() const;

  // Runs `job` before what waits. It returns the archive's fault, if there was one.
  void Run(Job job);

  // False while the archive cannot be written; it is tried until it can.
  bool IsWritable() const;
  // The fault of now, or of the last time.
  std::optional<Fault> Trouble() const;
  // Since the start.
  std::uint64_t WindowsWritten() const;

 private:
  struct Waiting {
    QueuedBatch batch;
    Answer answer;
  };

  void Work();
  void WriteGroup(std::vector<Waiting> group);
  Result<std::vector<WrittenBatch>> WriteAll(std::span<const Waiting> group);
  void Note(const Status& done);
  void Upkeep();

  std::unique_ptr<Archive> archive_;  // of the thread only
  Duration next_upkeep_;              // likewise
  WriterOptions options_;
  const Clock& clock_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;  // these are GUARDED_BY mutex_
  std::deque<Job> jobs_;
  std::size_t windows_waiting_ = 0;
  std::uint64_t windows_written_ = 0;
  std::optional<Fault> trouble_;
  bool is_writable_ = true;
  bool is_ending_ = false;
  std::thread thread_;
};

}  // namespace throng
