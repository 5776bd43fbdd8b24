// Entries one by one, as a ledger tells them, to all entries of a window at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "counter/release/entry.h"

namespace throng {

// Entries come in order of time; those of one window follow each other.
class Gather {
 public:
  using Visit = std::function<void(const Window&, std::span<const Entry>)>;

  explicit Gather(Visit visit) : visit_(std::move(visit)) {}

  void Take(const Entry& entry) {
    if (!entries_.empty() && entries_.front().window != entry.window) Finish();
    entries_.push_back(entry);
  }

  // Visits the last window; to be called after the last entry.
  void Finish() {
    if (!entries_.empty()) visit_(entries_.front().window, entries_);
    entries_.clear();
  }

 private:
  Visit visit_;
  std::vector<Entry> entries_;
};

}  // namespace throng
