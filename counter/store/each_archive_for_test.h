// Tests that hold for an archive of either kind.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "counter/store/archives_for_test.h"

namespace throng {

// An empty archive of the site "arena"; skipped where there is no PostgreSQL and it is wanted.
class EachArchiveTest : public testing::TestWithParam<Backend> {
 protected:
  explicit EachArchiveTest(std::size_t zones) : zones_(zones) {}

  void SetUp() override {
    if (GetParam() == Backend::kPostgres) {
      if (const auto why = TestPostgres::WhyNot()) GTEST_SKIP() << *why;
    }
    place_.emplace(GetParam());
    archive_ = place_->Open();
    site_ = *archive_->Enter(SiteWith("arena", zones_));
  }

  const std::size_t zones_;
  std::optional<ArchivePlace> place_;
  std::unique_ptr<Archive> archive_;
  std::int64_t site_ = 0;
};

// Of a rule "too full" at "zone 0".
inline AlarmEvent Happened(std::int64_t alarm, int sequence, AlarmChange change,
                           std::int64_t at_s) {
  return {.alarm = alarm,
          .sequence = sequence,
          .change = change,
          .kind = AlarmKind::kCrowding,
          .rule = "too full",
          .place = "zone 0",
          .band = change == AlarmChange::kEnd ? Band::kClear : Band::kBusy,
          .at = At(at_s),
          .count = WholeCount{40, 30, 50},
          .reason = "it's 40 persons",
          .by = change == AlarmChange::kAcknowledge ? "operator" : ""};
}

}  // namespace throng
