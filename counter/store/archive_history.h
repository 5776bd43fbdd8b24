// Reads an archive's history, piece by piece, with what is not rolled up yet added up on the way.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "counter/store/archive.h"
#include "counter/store/sql_session.h"

namespace throng {

// As Archive::Newest, within a transaction that reads.
Result<std::vector<Entry>> ReadNewest(SqlSession& session, std::int64_t site, Instant since);

// The rows of a query in pieces of bounded size. Each Next wants a transaction of its own, so that
// none is open while a slow reader takes what it got.
class HistoryReader {
 public:
  explicit HistoryReader(HistoryQuery query);

  // The next rows in order of time, then zone; may be none although more come. Nothing at the end.
  Result<std::optional<std::vector<HistoryRow>>> Next(SqlSession& session);

 private:
  using Rows = std::vector<HistoryRow>;
  Status Begin(SqlSession& session);
  Result<Rows> NextReleased(SqlSession& session);
  Result<Rows> NextRolledUp(SqlSession& session);
  Status SkipEmpty(SqlSession& session);

  HistoryQuery query_;
  std::int64_t length_ns_;  // of a span; of kReleased 0
  std::int64_t from_ns_;    // rows before it were given; spans begin at it
  std::int64_t until_ns_;
  std::int32_t after_zone_ = -1;  // of released rows at from_ns_: those behind this zone
  bool has_begun_ = false;
  bool was_empty_ = false;
};

}  // namespace throng
