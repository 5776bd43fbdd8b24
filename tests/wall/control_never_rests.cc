// Control: an eye whose decoder never rests. Its own does, but the linker takes this one.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/decode.h"

namespace throng {

void Decoder::Rest() {}

}  // namespace throng
