// Pieces of pictures, and the search for them in memory and files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace throng {

// What was found: by stage and number of the picture, how many of its needles.
using Found = std::map<std::pair<std::string, int>, int>;

// Needles of 48 bytes. They are kept masked, so that a search never finds them here.
class Needles {
 public:
  static constexpr std::size_t kBytes = 48;

  // The first kBytes of `piece`, which must differ enough to be unlike anything else.
  void Add(const std::string& stage, int picture, std::span<const std::uint8_t> piece);

  // Adds what of them is in `bytes` to `found`.
  void Search(std::span<const std::uint8_t> bytes, Found& found) const;

 private:
  struct Needle {
    std::string stage;
    int picture;
    std::array<std::uint8_t, kBytes> masked;
  };
  std::vector<Needle> needles_;
  std::multimap<std::uint64_t, std::size_t> by_beginning_;  // the first 8 bytes, masked
  std::vector<bool> may_begin_ = std::vector<bool>(std::size_t{1} << 20U);
};

// Searches all memory that process `id` can write. False if the kernel keeps it closed.
bool SearchMemory(pid_t id, const Needles& needles, Found& found);

// Searches each file in `folder` and below.
void SearchFiles(const std::filesystem::path& folder, const Needles& needles, Found& found);

// `id`, its children, theirs, and so on.
std::vector<pid_t> FamilyOf(pid_t id);

}  // namespace throng
