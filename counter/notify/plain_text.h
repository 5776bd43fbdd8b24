// Text from elsewhere, made fit for a header, a topic or a document.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace throng {

// Valid UTF-8 in one line: a blank for each control character, a question mark for each byte that
// is part of no character, and for what XML 1.0 does not know.
std::string OneLine(std::string_view text);

// What is no ASCII letter, digit, - or _ as %XX.
std::string PercentEncoded(std::string_view text);

// RFC 4648, with padding, in one line.
std::string Base64(std::string_view bytes);

}  // namespace throng
