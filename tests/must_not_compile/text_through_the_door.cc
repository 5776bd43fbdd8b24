// A record with text does not pass the door.
// SPDX-License-Identifier: Apache-2.0
// must say: no matching function.*WriteToDoor
// must say: AllMayLeave|is_trivially_copyable|constraints not satisfied
#include <string>
#include <tuple>

#include "counter/door/pipe.h"

namespace throng {

struct Reading {
  std::array<PatchReading, kPatchesPerTally> patches;
#ifdef FORBIDDEN
  std::string text;
#endif
};
template <>
struct FieldsOf<Reading> {
#ifdef FORBIDDEN
  static constexpr auto kMembers = std::tuple(&Reading::patches, &Reading::text);
#else
  static constexpr auto kMembers = std::tuple(&Reading::patches);
#endif
};

Status Try(const Reading& reading) { return WriteToDoor(3, reading); }

}  // namespace throng
