// A hash of the first eight bytes at each place, then a comparison.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/needles.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include "counter/base/check.h"
#include "counter/base/descriptor.h"

namespace throng {
namespace {

constexpr std::uint8_t kMask = 0x5A;
constexpr std::uint64_t kMask8 = 0x5A5A5A5A5A5A5A5A;

std::size_t PlaceOf(std::uint64_t masked_beginning) {
  return static_cast<std::size_t>((masked_beginning * 0x9E37'79B9'7F4A'7C15U) >> 44U);
}

}  // namespace

void Needles::Add(const std::string& stage, int picture, std::span<const std::uint8_t> piece) {
  COUNTER_CHECK(piece.size() >= kBytes);
  Needle needle{.stage = stage, .picture = picture, .masked = {}};
  for (std::size_t i = 0; i < kBytes; ++i) {
    needle.masked[i] = static_cast<std::uint8_t>(piece[i] ^ kMask);
  }
  std::uint64_t beginning = 0;
  std::memcpy(&beginning, needle.masked.data(), sizeof beginning);
  by_beginning_.emplace(beginning, needles_.size());
  may_begin_[PlaceOf(beginning)] = true;
  needles_.push_back(std::move(needle));
}

void Needles::Search(std::span<const std::uint8_t> bytes, Found& found) const {
  for (std::size_t at = 0; at + kBytes <= bytes.size(); ++at) {
    std::uint64_t beginning = 0;
    std::memcpy(&beginning, bytes.data() + at, sizeof beginning);
    beginning ^= kMask8;
    if (!may_begin_[PlaceOf(beginning)]) continue;
    const auto [from, to] = by_beginning_.equal_range(beginning);
    for (auto candidate = from; candidate != to; ++candidate) {
      const Needle& needle = needles_[candidate->second];
      const auto same = [](std::uint8_t byte, std::uint8_t masked) {
        return static_cast<std::uint8_t>(byte ^ kMask) == masked;
      };
      if (std::equal(needle.masked.begin(), needle.masked.end(),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     [&](std::uint8_t masked, std::uint8_t byte) { return same(byte, masked); })) {
        ++found[{needle.stage, needle.picture}];
      }
    }
  }
}

bool SearchMemory(pid_t id, const Needles& needles, Found& found) {
  const std::string process = "/proc/" + std::to_string(id);
  const Descriptor memory(::open((process + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
  if (!memory) return false;
  std::ifstream maps(process + "/maps");
  std::vector<std::uint8_t> part;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream words(line);
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    char dash = 0;
    std::string rights;
    words >> std::hex >> begin >> dash >> end >> rights;
    if (rights.size() < 2 || rights[1] != 'w') continue;
    part.resize(end - begin);
    std::size_t got = 0;
    while (got < part.size()) {
      const ssize_t n = ::pread(memory.get(), part.data() + got, part.size() - got,
                                static_cast<off_t>(begin + got));
      if (n <= 0) break;
      got += static_cast<std::size_t>(n);
    }
    needles.Search(std::span(part).first(got), found);
    std::ranges::fill(part, std::uint8_t{0});
  }
  return true;
}

void SearchFiles(const std::filesystem::path& folder, const Needles& needles, Found& found) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<char> text{std::istreambuf_iterator<char>(file), {}};
    needles.Search({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, found);
  }
}

std::vector<pid_t> FamilyOf(pid_t id) {
  std::vector<pid_t> family{id};
  for (std::size_t i = 0; i < family.size(); ++i) {
    const std::string process = std::to_string(family[i]);
    const std::filesystem::path tasks = std::filesystem::path("/proc") / process / "task";
    std::ifstream children(tasks / process / "children");
    family.insert(family.end(), std::istream_iterator<pid_t>(children), {});
  }
  return family;
}

}  // namespace throng
