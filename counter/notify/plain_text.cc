// Looks at each character.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/plain_text.h"

#include <cstddef>
#include <cstdint>

#include "counter/site/wording.h"

namespace throng {

std::string OneLine(std::string_view text) {
  std::string line;
  while (!text.empty()) {
    const std::size_t length = CharacterAt(text);
    const std::string_view character = text.substr(0, length);
    if (length == 0) {
      line += '?';
    } else if (HasControlCharacter(character)) {
      line += ' ';
    } else {
      line += character;
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return line;
}

std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (is_plain) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kDigits[byte >> 4U];
    encoded += kDigits[byte & 15U];
  }
  return encoded;
}

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  while (!bytes.empty()) {
    const std::string_view three = bytes.substr(0, 3);
    bytes.remove_prefix(three.size());
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < three.size() ? static_cast<unsigned char>(three[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= three.size() ? kLetters[bits >> (18U - 6U * i) & 63U] : '=';
    }
  }
  return text;
}

}  // namespace throng
