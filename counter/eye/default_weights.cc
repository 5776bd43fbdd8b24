// The assembler copies the file of weights into the program.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/default_weights.h"

// THRONG_DEFAULT_WEIGHTS is the file's path; the build says it.
asm(".pushsection .rodata\n"
    ".balign 64\n"
    "throng_default_weights_begin:\n"
    ".incbin \"" THRONG_DEFAULT_WEIGHTS
    "\"\n"
    "throng_default_weights_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" const std::byte throng_default_weights_begin[];
extern "C" const std::byte throng_default_weights_end[];

namespace throng {

std::span<const std::byte> DefaultWeights() {
  return {throng_default_weights_begin, throng_default_weights_end};
}

}  // namespace throng
