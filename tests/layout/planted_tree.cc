// Makes and removes the temporary folder.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/planted_tree.h"

#include <stdlib.h>

#include <fstream>

#include "counter/base/check.h"

namespace throng::layout {

namespace fs = std::filesystem;

PlantedTree::PlantedTree() {
  std::string name = (fs::temp_directory_path() / "throng-planted-XXXXXX").string();
  COUNTER_CHECK(::mkdtemp(name.data()) != nullptr);
  top_ = name;
}

PlantedTree::~PlantedTree() {
  std::error_code ignored;
  fs::remove_all(top_, ignored);
}

void PlantedTree::Plant(const std::string& path, const std::string& text) const {
  fs::create_directories((top_ / path).parent_path());
  std::ofstream(top_ / path, std::ios::binary) << text;
}

}  // namespace throng::layout
