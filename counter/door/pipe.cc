// One record per packet, in both directions.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace throng {

Result<DoorEnds> MakeDoor() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_DIRECT | O_CLOEXEC) != 0) return Fault::kInternal;
  return DoorEnds{.read_fd = ends[0], .write_fd = ends[1]};
}

namespace pipe_internal {

Status WritePacket(int fd, std::span<const std::byte> packet) {
  while (true) {
    const ssize_t written = ::write(fd, packet.data(), packet.size());
    if (written == static_cast<ssize_t>(packet.size())) return Done{};
    if (written < 0 && errno == EINTR) continue;
    return Fault::kInternal;  // a packet is written whole or not at all
  }
}

}  // namespace pipe_internal

Result<std::optional<Tally>> ReadFromDoor(int fd) {
  // One byte more than a tally, so that a longer packet is noticed.
  std::array<std::uint16_t, kPatchesPerTally + 1> bits{};
  ssize_t got = 0;
  do {
    got = ::read(fd, bits.data(), sizeof(Tally) + 1);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return Fault::kInternal;
  if (got == 0) return std::optional<Tally>();
  if (got != static_cast<ssize_t>(sizeof(Tally))) return Fault::kBadTally;
  Tally tally;
  for (std::size_t i = 0; i < kPatchesPerTally; ++i) {
    tally.patches[i] = PatchReading::FromBits(bits[i]);
  }
  return std::optional<Tally>(tally);
}

}  // namespace throng
