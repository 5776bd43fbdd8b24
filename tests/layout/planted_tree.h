// A small source tree in a temporary folder, for tests that plant a mistake.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "tests/layout/source_tree.h"

namespace throng::layout {

// Removes its folder at the end.
class PlantedTree {
 public:
  PlantedTree();
  ~PlantedTree();
  PlantedTree(const PlantedTree&) = delete;
  PlantedTree& operator=(const PlantedTree&) = delete;

  // Writes `text` to `path` (from the top of the tree), in place of what was there.
  void Plant(const std::string& path, const std::string& text) const;

  const std::filesystem::path& top() const { return top_; }
  SourceTree Read() const { return ReadTree(top_); }

 private:
  std::filesystem::path top_;
};

}  // namespace throng::layout
