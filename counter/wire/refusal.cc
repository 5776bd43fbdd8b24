// Puts a refusal into words, of static text and one number.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/refusal.h"

namespace throng {

std::string Describe(const Refusal& refusal) {
  std::string text;
  if (!refusal.list.text().empty()) {
    text += refusal.list.text();
    text += '[' + std::to_string(refusal.position) + ']';
    if (!refusal.field.text().empty()) text += '.';
  }
  text += refusal.field.text();
  if (!text.empty()) text += ' ';
  text += refusal.rule.text();
  return text;
}

Refusal At(StaticText list, std::size_t position, Refusal refusal) {
  refusal.list = list;
  refusal.position = position;
  return refusal;
}

}  // namespace throng
