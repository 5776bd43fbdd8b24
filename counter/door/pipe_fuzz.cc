// Any bytes through the door: a tally or a fault, and no bit that means nothing gets through.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "counter/base/check.h"
#include "counter/base/descriptor.h"
#include "counter/door/pipe.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;
  constexpr std::size_t kMostBytes = 4096;  // one packet
  if (size == 0 || size > kMostBytes) return 0;
  const Result<DoorEnds> door = MakeDoor();
  COUNTER_CHECK(door);
  const Descriptor read_end(door->read_fd);
  Descriptor write_end(door->write_fd);
  COUNTER_CHECK(::write(write_end.get(), data, size) == static_cast<ssize_t>(size));
  write_end.Close();
  const Result<std::optional<Tally>> heard = ReadFromDoor(read_end.get());
  COUNTER_CHECK(static_cast<bool>(heard) == (size == sizeof(Tally)));
  if (!heard) return 0;
  COUNTER_CHECK(heard->has_value());
  for (const PatchReading& patch : (*heard)->patches) {
    const bool seen = patch.sight() != Sight::kBlind;
    COUNTER_CHECK(patch.persons() <= PatchReading::kMost);
    COUNTER_CHECK(seen || (patch.persons() == 0 && !patch.sigma()));
    COUNTER_CHECK(static_cast<unsigned>(patch.reason()) < kSightReasons);
    COUNTER_CHECK(PatchReading::FromBits(patch.bits()) == patch);
  }
  // The rest of a packet that was too long is gone, too.
  const Result<std::optional<Tally>> rest = ReadFromDoor(read_end.get());
  COUNTER_CHECK(rest && !*rest);
  return 0;
}
