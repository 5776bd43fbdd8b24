// The page's own files, which the program carries.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace throng {

struct Asset {
  std::string path;  // "/", "/page.js"
  std::string type;  // of its content
  std::string etag;  // of its content, in its quotes
  std::string_view plain;
  std::string packed;  // by gzip
};

// By path.
std::span<const Asset> Assets();
const Asset* FindAsset(std::string_view path);  // null: none

}  // namespace throng
