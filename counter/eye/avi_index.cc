// Walks along an AVI's index beside its packets.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/avi_index.h"

#include <algorithm>

#include "counter/eye/libav.h"

namespace throng {
namespace {

constexpr std::int64_t kChunkHeader = 8;  // entries point to it, packets to the bytes behind

}  // namespace

AviIndex::AviIndex(const AVStream& stream) {
  // FFmpeg's lookups change nothing in the stream, but do not say so.
  auto* const indexed = const_cast<AVStream*>(&stream);
  for (int i = 0; i < avformat_index_get_entries_count(indexed); ++i) {
    const AVIndexEntry& entry = *avformat_index_get_entry(indexed, i);
    if (entry.size > 0) entries_.push_back({.position = entry.pos, .ticks = entry.timestamp});
  }
}

std::vector<std::int64_t> AviIndex::Place(AVPacket& packet) {
  const auto is_here = [&](const Entry& entry) {
    return entry.position == packet.pos - kChunkHeader;
  };
  const auto rest = entries_.begin() + static_cast<std::ptrdiff_t>(next_);
  const auto found = std::find_if(rest, entries_.end(), is_here);
  if (found == entries_.end()) return {};
  if (packet.pts != AV_NOPTS_VALUE) packet.pts = found->ticks;
  packet.dts = found->ticks;
  std::vector<std::int64_t> missing = PassTo(static_cast<std::size_t>(found - entries_.begin()));
  ++next_;
  return missing;
}

std::vector<std::int64_t> AviIndex::PlaceEnd() { return PassTo(entries_.size()); }

std::vector<std::int64_t> AviIndex::PassTo(std::size_t entry) {
  std::vector<std::int64_t> missing;
  for (std::size_t i = entry; i > next_; --i) missing.push_back(entries_[i - 1].ticks);
  next_ = entry;
  return missing;
}

}  // namespace throng
