// Letters and digits of ASCII, whatever the locale says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace throng {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The small letter of a capital; all else as it is.
constexpr char Small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool IsLetter(char c) { return Small(c) >= 'a' && Small(c) <= 'z'; }

}  // namespace throng
