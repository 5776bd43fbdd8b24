// Complains of what cannot be a path or an address.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/plan_text.h"

namespace throng {

std::string PlanText(const Section& section, std::string_view key, std::string_view example) {
  const auto text = section.Text(key, example);
  if (text && (text->value.empty() || HasControlCharacter(text->value))) {
    section.Refuse(*section.Find(key), key, "write it like: " + std::string(example));
    return {};
  }
  return text ? text->value : std::string();
}

std::optional<std::filesystem::path> PlanPath(const Section& section, std::string_view key,
                                              std::string_view example,
                                              const std::filesystem::path& folder) {
  if (section.Find(key) == nullptr) return std::nullopt;
  return folder / PlanText(section, key, example);
}

const toml::table* PlanTable(const toml::table& in, std::string_view word,
                             std::vector<Complaint>& complaints) {
  const toml::node* const node = in.get(word);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) {
    AddMistake(complaints, {LineOf(*node), std::string(word)},
               "write [" + std::string(word) + "], in single brackets, above its lines");
  }
  return node->as_table();
}

}  // namespace throng
