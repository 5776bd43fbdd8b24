// A record that does not list its members does not pass the door.
// SPDX-License-Identifier: Apache-2.0
// must say: no matching function.*WriteToDoor
// must say: FieldsOf|constraints not satisfied
#include "counter/door/pipe.h"

namespace throng {

struct Unlisted {
  Tally tally;
};

#ifdef FORBIDDEN
Status Try(const Unlisted& record) { return WriteToDoor(3, record); }
#else
Status Try(const Unlisted& record) { return WriteToDoor(3, record.tally); }
#endif

}  // namespace throng
