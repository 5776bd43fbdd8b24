// Writes the few messages of ONNX's protocol buffer that a small model needs.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/test_onnx.h"

#include <cstdint>
#include <cstring>

namespace throng::test_onnx {
namespace {

std::string Varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80U; value >>= 7U) bytes += static_cast<char>((value & 0x7FU) | 0x80U);
  return bytes + static_cast<char>(value);
}

// A field that holds a whole number, and one that holds text or a message.
std::string Number(unsigned field, std::uint64_t value) {
  return Varint(field << 3U) + Varint(value);
}
std::string Text(unsigned field, const std::string& bytes) {
  return Varint(field << 3U | 2U) + Varint(bytes.size()) + bytes;
}

std::string Value(const std::string& name, const Shape& shape) {
  std::string sides;
  for (const int side : shape) {
    sides += Text(1, side > 0 ? Number(1, static_cast<std::uint64_t>(side)) : Text(2, "any"));
  }
  return Text(1, name) + Text(2, Text(1, Number(1, 1) + Text(2, sides)));
}

std::string Tensor(const std::string& name, const Shape& shape, std::span<const float> numbers) {
  std::string sides;
  for (const int side : shape) sides += Number(1, static_cast<std::uint64_t>(side));
  std::string raw(numbers.size_bytes(), '\0');
  std::memcpy(raw.data(), numbers.data(), raw.size());
  return sides + Number(2, 1) + Text(8, name) + Text(9, raw);
}

std::string Whole(const std::string& name, std::initializer_list<int> values) {
  std::string list;
  for (const int value : values) list += Number(8, static_cast<std::uint64_t>(value));
  return Text(5, Text(1, name) + list + Number(20, 7));
}

std::string Node(const std::string& type, std::initializer_list<const char*> inputs,
                 const std::string& output, const std::string& attributes) {
  std::string names;
  for (const char* const input : inputs) names += Text(1, input);
  return Text(1, names + Text(2, output) + Text(3, output) + Text(4, type) + attributes);
}

// `graph` holds nodes and weights; the answer is the tensor "y".
std::string File(const std::string& inputs, const std::string& graph, const Shape& answer) {
  return Number(1, 7) + Text(7, graph + Text(2, "g") + inputs + Text(12, Value("y", answer))) +
         Text(8, Number(2, 11));
}

}  // namespace

std::string Inputs(std::initializer_list<Shape> shapes) {
  std::string inputs;
  char name = 'a';
  for (const Shape& shape : shapes) inputs += Text(11, Value(std::string(1, name++), shape));
  return inputs;
}

std::string Density(const std::string& inputs, int stride, float gain, float bias) {
  const std::vector<float> gains(3, gain);
  const std::vector<float> biases{bias};
  return File(inputs,
              Node("Conv", {"a", "w", "b"}, "y",
                   Whole("kernel_shape", {1, 1}) + Whole("strides", {stride, stride})) +
                  Text(5, Tensor("w", {1, 3, 1, 1}, gains)) + Text(5, Tensor("b", {1}, biases)),
              {1, 1, 0, 0});
}

std::string Constant(const std::string& inputs, const Shape& shape,
                     std::span<const float> numbers) {
  // The numbers are the bias of a convolution that gives nothing, which reads one pixel.
  const auto count = static_cast<int>(numbers.size());
  const std::vector<float> zeros(numbers.size() * 3, 0);
  std::vector<std::int64_t> sides(shape.begin(), shape.end());
  std::string raw(sides.size() * sizeof(std::int64_t), '\0');
  std::memcpy(raw.data(), sides.data(), raw.size());
  const std::string target = Number(1, sides.size()) + Number(2, 7) + Text(8, "s") + Text(9, raw);
  return File(inputs,
              Node("Conv", {"a", "w", "b"}, "c",
                   Whole("kernel_shape", {1, 1}) + Whole("strides", {4096, 4096})) +
                  Node("Reshape", {"c", "s"}, "y", "") +
                  Text(5, Tensor("w", {count, 3, 1, 1}, zeros)) +
                  Text(5, Tensor("b", {count}, numbers)) + Text(5, target),
              shape);
}

std::span<const std::byte> Bytes(const std::string& file) { return std::as_bytes(std::span(file)); }

}  // namespace throng::test_onnx
