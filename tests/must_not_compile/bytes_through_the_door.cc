// Six free bytes do not pass the door, listed or not.
// SPDX-License-Identifier: Apache-2.0
// must say: no matching function.*WriteToDoor
// must say: AllMayLeave|constraints not satisfied
#include <array>
#include <cstdint>
#include <tuple>

#include "counter/door/pipe.h"

namespace throng {

struct Reading {
#ifdef FORBIDDEN
  std::array<std::uint8_t, 6> bytes;
#else
  std::array<PatchReading, kPatchesPerTally> bytes;
#endif
};
template <>
struct FieldsOf<Reading> {
  static constexpr auto kMembers = std::tuple(&Reading::bytes);
};

Status Try(const Reading& reading) { return WriteToDoor(3, reading); }

}  // namespace throng
