// Walks the protocol buffer of an ONNX file as far as the shape of its input.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/onnx_input.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace throng {
namespace {

using Bytes = std::span<const std::byte>;

// Numbers of fields, from onnx.proto of the ONNX project.
namespace number {
constexpr std::uint64_t kModelGraph = 7;
constexpr std::uint64_t kGraphInitializer = 5;
constexpr std::uint64_t kGraphInput = 11;
constexpr std::uint64_t kInitializerName = 8;
constexpr std::uint64_t kInputName = 1;
constexpr std::uint64_t kInputType = 2;
constexpr std::uint64_t kTypeTensor = 1;
constexpr std::uint64_t kTensorElement = 1;
constexpr std::uint64_t kTensorShape = 2;
constexpr std::uint64_t kShapeDimension = 1;
constexpr std::uint64_t kDimensionValue = 1;
}  // namespace number

constexpr std::uint64_t kFloat32 = 1;  // TensorProto.DataType
constexpr std::uint64_t kFewestPx = 32;
constexpr std::uint64_t kMostPx = 4096;

struct Field {
  std::uint64_t number;
  std::uint64_t value;  // of a whole number
  Bytes bytes;          // of a message or text
};

// Takes a number off the front of `rest`; nothing if it is cut off.
std::optional<std::uint64_t> TakeNumber(Bytes& rest) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < rest.size() && i < 10; ++i) {
    const auto byte = std::to_integer<std::uint64_t>(rest[i]);
    value |= (byte & 0x7FU) << (7 * i);
    if (byte >= 0x80U) continue;
    rest = rest.subspan(i + 1);
    return value;
  }
  return std::nullopt;
}

std::optional<Bytes> TakeBytes(Bytes& rest, std::uint64_t count) {
  if (count > rest.size()) return std::nullopt;
  const Bytes taken = rest.first(count);
  rest = rest.subspan(count);
  return taken;
}

std::optional<Field> TakeField(Bytes& rest) {
  const std::optional<std::uint64_t> key = TakeNumber(rest);
  if (!key) return std::nullopt;
  Field field{.number = *key >> 3U, .value = 0, .bytes = {}};
  std::optional<std::uint64_t> length;
  switch (*key & 7U) {  // the wire type
    case 0: {
      const std::optional<std::uint64_t> value = TakeNumber(rest);
      if (!value) return std::nullopt;
      field.value = *value;
      return field;
    }
    case 1:
      length = 8;
      break;
    case 2:
      length = TakeNumber(rest);
      break;
    case 5:
      length = 4;
      break;
    default:
      break;
  }
  if (!length) return std::nullopt;
  const std::optional<Bytes> bytes = TakeBytes(rest, *length);
  if (!bytes) return std::nullopt;
  field.bytes = *bytes;
  return field;
}

// Hands each field of `message` to `take`; false if the message is damaged.
template <class Take>
bool ForEachField(Bytes message, const Take& take) {
  while (!message.empty()) {
    const std::optional<Field> field = TakeField(message);
    if (!field) return false;
    take(*field);
  }
  return true;
}

// The last field of that number, which is the one that counts; empty if there is none.
Field Find(Bytes message, std::uint64_t number) {
  Field found{.number = number, .value = 0, .bytes = {}};
  ForEachField(message, [&](const Field& field) {
    if (field.number == number) found = field;
  });
  return found;
}

bool IsAllowed(std::uint64_t side_px) { return side_px >= kFewestPx && side_px <= kMostPx; }

// `input` is a ValueInfoProto.
Result<OnnxInput> InputFrom(Bytes input) {
  const Bytes tensor = Find(Find(input, number::kInputType).bytes, number::kTypeTensor).bytes;
  if (Find(tensor, number::kTensorElement).value != kFloat32) return Fault::kModelShape;
  std::vector<std::uint64_t> sides;  // 0 where the file leaves it open
  ForEachField(Find(tensor, number::kTensorShape).bytes, [&](const Field& field) {
    if (field.number != number::kShapeDimension || sides.size() > 4) return;
    sides.push_back(Find(field.bytes, number::kDimensionValue).value);
  });
  if (sides.size() != 4 || sides[0] > 1 || sides[1] != 3) return Fault::kModelShape;
  if (sides[2] == 0 && sides[3] == 0) return OnnxInput{};
  if (!IsAllowed(sides[2]) || !IsAllowed(sides[3])) return Fault::kModelShape;
  return OnnxInput{.size = ImageSize{.width_px = static_cast<std::uint16_t>(sides[3]),
                                     .height_px = static_cast<std::uint16_t>(sides[2])}};
}

// The descriptions of what a graph takes but for its weights, which older files list there too.
// Nothing if the graph is damaged.
std::optional<std::vector<Bytes>> InputsOf(Bytes graph) {
  std::vector<Bytes> inputs;
  std::vector<Bytes> weights;  // their names
  const bool whole = ForEachField(graph, [&](const Field& field) {
    if (field.number == number::kGraphInput) inputs.push_back(field.bytes);
    if (field.number == number::kGraphInitializer) {
      weights.push_back(Find(field.bytes, number::kInitializerName).bytes);
    }
  });
  if (!whole) return std::nullopt;
  std::erase_if(inputs, [&](Bytes input) {
    const Bytes name = Find(input, number::kInputName).bytes;
    return std::ranges::any_of(weights,
                               [&](Bytes weight) { return std::ranges::equal(weight, name); });
  });
  return inputs;
}

}  // namespace

Result<OnnxInput> ReadOnnxInput(std::span<const std::byte> file) {
  Bytes graph;
  const bool whole = ForEachField(file, [&](const Field& field) {
    if (field.number == number::kModelGraph) graph = field.bytes;
  });
  if (!whole || graph.empty()) return Fault::kNoModel;
  const std::optional<std::vector<Bytes>> inputs = InputsOf(graph);
  if (!inputs) return Fault::kNoModel;
  if (inputs->size() != 1) return Fault::kModelShape;
  return InputFrom(inputs->front());
}

}  // namespace throng
