// Reads an archive's history, piece by piece, with what is not rolled up yet added up on the way.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
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

  bool IsAtEnd() const { return from_ns_ >= until_ns_; }

  // The next rows in order of time, then zone, in place of what is in `rows`, whose memory is used
  // again; may be none although more come.
  Status Next(SqlSession& session, std::vector<HistoryRow>& rows);

 private:
  Status Begin(SqlSession& session);
  Status NextReleased(SqlSession& session, std::vector<HistoryRow>& rows);
  Status NextRolledUp(SqlSession& session, std::vector<HistoryRow>& rows);
  Status SkipEmpty(SqlSession& session);

  HistoryQuery query_;
  std::int64_t length_ns_;  // of a span; of kReleased 0
  std::int64_t from_ns_;    // rows before it were given; spans begin at it
  std::int64_t until_ns_;
  std::int32_t after_zone_ = -1;  // of released rows at from_ns_: those behind this zone
  bool has_begun_ = false;
  bool was_empty_ = false;
  std::vector<HistoryRow> by_zone_;  // before they are put in order
};

}  // namespace throng
