// A number that the list of members leaves out does not pass the door.
// SPDX-License-Identifier: Apache-2.0
// must say: no matching function.*WriteToDoor
// must say: SizeOfAll|sizeof|constraints not satisfied
#include <cstdint>
#include <tuple>

#include "counter/door/pipe.h"

namespace throng {

struct Reading {
  std::array<PatchReading, kPatchesPerTally> patches;
#ifdef FORBIDDEN
  std::uint32_t hidden;
#endif
};
template <>
struct FieldsOf<Reading> {
  static constexpr auto kMembers = std::tuple(&Reading::patches);
};

Status Try(const Reading& reading) { return WriteToDoor(3, reading); }

}  // namespace throng
