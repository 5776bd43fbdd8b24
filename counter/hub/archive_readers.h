// A few threads that read the archive, each with a connection of its own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "counter/base/result.h"
#include "counter/store/archive.h"

namespace throng {

// Opens the archive once more; called from several threads.
using OpenArchive = std::function<Result<std::unique_ptr<Archive>>()>;

// Thread-safe.
class ArchiveReaders {
 public:
  using Archived = Result<Archive*>;  // or why it cannot be opened
  using Job = std::function<void(const Archived& archive)>;

  ArchiveReaders(std::size_t threads, OpenArchive open);
  // Does what waits.
  ~ArchiveReaders();
  ArchiveReaders(const ArchiveReaders&) = delete;
  ArchiveReaders& operator=(const ArchiveReaders&) = delete;

  // In the order in which they come; whoever calls sees to it that they are not too many.
  void Run(Job job);

 private:
  void Work();

  OpenArchive open_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;  // these are GUARDED_BY mutex_
  bool is_ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace throng
