// The files of a source tree, as the layout tests read them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace throng::layout {

struct SourceFile {
  std::string path;  // from the top of the tree, for example counter/door/pipe.cc
  std::string text;

  // Without line ends.
  std::vector<std::string> Lines() const;
  bool EndsWith(std::string_view ending) const { return path.ends_with(ending); }
};

struct SourceTree {
  std::vector<SourceFile> files;  // sorted by path
};

// What one rule found wrong. `line` is 1-based, 0 if the file as a whole is wrong.
struct Finding {
  std::string path;
  int line;
  std::string text;
};

// "PATH:LINE: TEXT" for each, one per line.
std::string Format(const std::vector<Finding>& findings);

// What git tracks in `top`, and new files that it does not ignore; without git, every file that the
// tree's .gitignore does not name.
SourceTree ReadTree(const std::filesystem::path& top);

}  // namespace throng::layout
