// For tests: small ONNX files, written by hand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace throng::test_onnx {

// Sides of a tensor; 0 is left open.
using Shape = std::vector<int>;

// Of the tensors "a", "b", ... of floats, in this order. Graphs read the first; "b" is also the
// name of a weight.
std::string Inputs(std::initializer_list<Shape> shapes);

// A model that takes `inputs` and answers with (1, 1, height / stride, width / stride): `gain`
// times the sum of the three channels of the pixel in each cell's top-left corner, and `bias`.
std::string Density(const std::string& inputs, int stride, float gain, float bias);

// A model that answers each picture with the same `numbers`.
std::string Constant(const std::string& inputs, const Shape& shape, std::span<const float> numbers);

std::span<const std::byte> Bytes(const std::string& file);

}  // namespace throng::test_onnx
