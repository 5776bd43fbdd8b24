// Any bytes as a model's file: refused, or pictures of a size that an eye can make.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <span>

#include "counter/base/check.h"
#include "counter/eye/onnx_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto input = throng::ReadOnnxInput(std::as_bytes(std::span(data, size)));
  if (!input || !input->size) return 0;
  COUNTER_CHECK(input->size->width_px >= 32 && input->size->width_px <= 4096);
  COUNTER_CHECK(input->size->height_px >= 32 && input->size->height_px <= 4096);
  return 0;
}
