// Threads that take the next job.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/archive_readers.h"

#include <utility>

namespace throng {

ArchiveReaders::ArchiveReaders(std::size_t threads, OpenArchive open) : open_(std::move(open)) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

ArchiveReaders::~ArchiveReaders() {
  {
    const std::scoped_lock lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ArchiveReaders::Run(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

void ArchiveReaders::Work() {
  std::unique_ptr<Archive> archive;  // opened when it is needed first
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_ending_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    Fault fault = Fault::kInternal;
    if (!archive) {
      Result<std::unique_ptr<Archive>> opened = open_();
      if (opened) {
        archive = *std::move(opened);
      } else {
        fault = opened.error();
      }
    }
    job(archive ? Archived(archive.get()) : Archived(fault));
    lock.lock();
  }
}

}  // namespace throng
