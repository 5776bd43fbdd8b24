// History as columns, which the page draws without another step.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace throng {

namespace v1 {  // made from proto/throng/v1
class QueryReply;
}  // namespace v1

inline constexpr std::int64_t kNsOfMs = 1'000'000;

// API.md has the columns. Replies of one History.Query, in their order.
class HistoryColumns {
 public:
  void Add(const v1::QueryReply& reply);
  std::size_t rows() const { return rows_; }

  // JSON. Nothing may be added afterwards.
  std::string Text() &&;

 private:
  static constexpr std::size_t kColumns = 9;

  std::string zones_;
  std::array<std::string, kColumns> columns_;
  std::size_t rows_ = 0;
};

}  // namespace throng
