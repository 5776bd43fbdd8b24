// Quantities of different units do not add.
// SPDX-License-Identifier: Apache-2.0
// must say: (no match for .operator[+].|invalid operands to binary expression)
#include "counter/base/units.h"

namespace throng {

Persons Try(Persons count, [[maybe_unused]] SquareMetres area) {
#ifdef FORBIDDEN
  return count + area;
#else
  return count + count;
#endif
}

}  // namespace throng
