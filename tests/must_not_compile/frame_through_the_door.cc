// A frame does not pass the door; the tally made of it does.
// SPDX-License-Identifier: Apache-2.0
// must say: no matching function.*WriteToDoor
// must say: Frame
#include "counter/door/pipe.h"
#include "counter/eye/frame.h"

namespace throng {

#ifdef FORBIDDEN
Status Try(const Frame& frame, const Tally&) { return WriteToDoor(3, frame); }
#else
Status Try(const Frame&, const Tally& tally) { return WriteToDoor(3, tally); }
#endif

}  // namespace throng
