// Why something that came from outside is not taken: where, and which rule it breaks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace throng {

// Text that the compiler knows, so that nothing which came in can be told to anybody.
class StaticText {
 public:
  consteval StaticText(const char* text = "")
      : text_(text) {}  // NOLINT(google-explicit-constructor)
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

struct Refusal {
  StaticText field = {};     // "count.low", from the element of `list`, else from the message
  StaticText rule = {};      // "is above count.persons"
  StaticText list = {};      // the list in which it is, "windows"; empty: none
  std::size_t position = 0;  // in `list`
};

// "windows[17].count.low is above count.persons".
std::string Describe(const Refusal& refusal);

// The same, of an element of a list.
Refusal At(StaticText list, std::size_t position, Refusal refusal);

// Nothing: it is as it should be.
using Refused = std::optional<Refusal>;

}  // namespace throng
