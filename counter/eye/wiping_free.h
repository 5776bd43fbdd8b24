// Memory that any library of the eye gives back holds nothing of a frame.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace throng {

// Whether free() and realloc() of this program overwrite what they take back: not in builds with
// sanitizers. Whoever calls this links them in, for all of his program's libraries.
bool FreeWipes();

}  // namespace throng
