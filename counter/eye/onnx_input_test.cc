// The size of a model's pictures is read from its file, and what is no picture is refused.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/onnx_input.h"

#include <gtest/gtest.h>

#include "counter/eye/test_onnx.h"

namespace throng {
namespace {

Result<OnnxInput> InputOf(const std::string& inputs) {
  return ReadOnnxInput(test_onnx::Bytes(test_onnx::Density(inputs, 8, 1, 0)));
}

TEST(OnnxInput, TellsTheSizeOfItsPictures) {
  const Result<OnnxInput> input = InputOf(test_onnx::Inputs({{1, 3, 480, 640}}));
  ASSERT_TRUE(input);
  EXPECT_EQ(input->size, (ImageSize{.width_px = 640, .height_px = 480}));
}

TEST(OnnxInput, ASizeThatIsLeftOpenMayBeAny) {
  const Result<OnnxInput> input = InputOf(test_onnx::Inputs({{0, 3, 0, 0}}));
  ASSERT_TRUE(input);
  EXPECT_FALSE(input->size);
}

TEST(OnnxInput, WhatIsNotOnePictureIsRefused) {
  for (const std::string& inputs :
       {test_onnx::Inputs({}), test_onnx::Inputs({{1, 3, 64, 64}, {1}, {1, 2}}),
        test_onnx::Inputs({{1, 1, 64, 64}}), test_onnx::Inputs({{2, 3, 64, 64}}),
        test_onnx::Inputs({{1, 64, 64, 3}}), test_onnx::Inputs({{1, 3, 64}}),
        test_onnx::Inputs({{1, 3, 64, 0}}), test_onnx::Inputs({{1, 3, 16, 64}}),
        test_onnx::Inputs({{1, 3, 64, 5000}})}) {
    const Result<OnnxInput> input = InputOf(inputs);
    ASSERT_FALSE(input);
    EXPECT_EQ(input.error(), Fault::kModelShape);
  }
}

TEST(OnnxInput, WeightsAmongTheInputsAreNotCounted) {
  // "a" is the picture; "b" has the name of a weight, as files of older exporters list them.
  EXPECT_TRUE(InputOf(test_onnx::Inputs({{1, 3, 64, 64}, {1}})));
}

TEST(OnnxInput, AFileThatIsCutOffOrNoModelIsRefused) {
  const std::string whole = test_onnx::Density(test_onnx::Inputs({{1, 3, 64, 64}}), 8, 1, 0);
  ASSERT_TRUE(ReadOnnxInput(test_onnx::Bytes(whole)));
  constexpr std::size_t kAfterGraph = 4;  // the version of the operators
  for (std::size_t length = 0; length < whole.size() - kAfterGraph; ++length) {
    const Result<OnnxInput> input = ReadOnnxInput(test_onnx::Bytes(whole.substr(0, length)));
    ASSERT_FALSE(input) << length;
    EXPECT_EQ(input.error(), Fault::kNoModel) << length;
  }
  EXPECT_FALSE(ReadOnnxInput(test_onnx::Bytes("not a model, but a text of some length")));
}

}  // namespace
}  // namespace throng
