// The pipe through the wall: writes and reads exactly one record, and drops bits that mean nothing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "counter/base/anonymous.h"
#include "counter/base/result.h"
#include "counter/door/tally.h"

namespace throng {

struct DoorEnds {
  int read_fd;
  int write_fd;
};

// A pipe in packet mode (O_DIRECT): each write is one packet, so a hostile writer cannot shift the
// frame of the next record. Both ends close on exec. The caller closes them.
Result<DoorEnds> MakeDoor();

namespace pipe_internal {
Status WritePacket(int fd, std::span<const std::byte> packet);
}

// Blocks while the pipe is full. Takes only what may leave.
template <Anonymous Record>
Status WriteToDoor(int fd, const Record& record) {
  return pipe_internal::WritePacket(fd, std::as_bytes(std::span(&record, 1)));
}

// The next tally; nothing at the end of the stream. Blocks until there is one.
// Fault::kBadTally if the packet is not exactly 8 bytes long.
Result<std::optional<Tally>> ReadFromDoor(int fd);

}  // namespace throng
