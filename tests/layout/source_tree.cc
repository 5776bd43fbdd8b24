// Asks git for the files of a tree, or walks it.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/source_tree.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace throng::layout {
namespace {

namespace fs = std::filesystem;

std::string ReadText(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, separator);) parts.push_back(part);
  return parts;
}

// Paths from git, each closed by a zero byte; nothing if `top` is not the top of a checkout.
std::vector<std::string> AskGit(const fs::path& top) {
  if (!fs::exists(top / ".git")) return {};
  const std::string command = "git -c safe.directory='*' -C '" + top.string() +
                              "' ls-files -z --cached --others --exclude-standard 2>/dev/null";
  std::string answer;
  FILE* const git = ::popen(command.c_str(), "r");
  if (git == nullptr) return {};
  std::array<char, 4096> some{};
  while (const std::size_t got = std::fread(some.data(), 1, some.size(), git)) {
    answer.append(some.data(), got);
  }
  ::pclose(git);
  return Split(answer, '\0');
}

std::vector<std::string> Walk(const fs::path& top) {
  std::set<std::string> ignored{".git"};
  for (std::string line : Split(ReadText(top / ".gitignore"), '\n')) {
    std::erase(line, '/');  // only plain names of folders stand in it
    ignored.insert(line);
  }
  std::vector<std::string> paths;
  for (auto at = fs::recursive_directory_iterator(top); at != fs::end(at); ++at) {
    if (ignored.contains(at->path().filename().string())) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file()) {
      paths.push_back(at->path().lexically_relative(top).generic_string());
    }
  }
  return paths;
}

}  // namespace

std::vector<std::string> SourceFile::Lines() const { return Split(text, '\n'); }

std::string Format(const std::vector<Finding>& findings) {
  std::ostringstream out;
  for (const Finding& finding : findings) {
    out << finding.path << ':' << finding.line << ": " << finding.text << '\n';
  }
  return out.str();
}

SourceTree ReadTree(const fs::path& top) {
  std::vector<std::string> paths = AskGit(top);
  if (paths.empty()) paths = Walk(top);
  std::ranges::sort(paths);
  SourceTree tree;
  for (const std::string& path : paths) {
    if (!fs::is_regular_file(top / path)) continue;  // removed, but git has not been told yet
    tree.files.push_back({.path = path, .text = ReadText(top / path)});
  }
  return tree;
}

}  // namespace throng::layout
