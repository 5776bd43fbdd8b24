// The bytes of web/dist, which the assembler copies into the program (CMakeLists.txt).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace throng {

struct AssetBytes {
  std::string_view name;  // of the file
  const char* begin;
  const char* end;
};
std::span<const AssetBytes> AllAssetBytes();

}  // namespace throng
