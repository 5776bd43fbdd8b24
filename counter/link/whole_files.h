// Folders and files that appear, or are replaced, whole or not at all.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "counter/base/result.h"

namespace throng {

struct FolderFile {
  std::string_view name;
  std::string_view text;
  bool is_secret;  // only for its owner; else anybody who gets into the folder may read it
};

enum class Replace : std::uint8_t { kNever, kAlways };

// A folder that holds `files`, only for its owner. Where it is to be replaced, it keeps its owner
// and mode, and files with other names stay in it; whoever looks, finds all old or all new files,
// also after a power cut. Faults: kAlreadyThere, unless it is an empty folder; kNotFound if it is
// to be replaced and is not there; kNotAFolder (where it should lie), kNotPermitted, kDiskFull.
Status PutFolder(const std::filesystem::path& folder, std::span<const FolderFile> files,
                 Replace replace);

// A file only for its owner, who stays the same. Faults: kNotAFolder, kNotPermitted, kDiskFull.
Status PutPrivateFile(const std::filesystem::path& file, std::string_view text);

}  // namespace throng
