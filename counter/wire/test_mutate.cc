// Picks a field by reflection, goes into it or changes it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/test_mutate.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
extern "C" [[gnu::weak]] std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size,
                                                      std::size_t) {
  return size;  // where libFuzzer is not
}

namespace throng {
namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;

using Random = std::minstd_rand;

std::uint32_t Below(Random& random, std::uint32_t end) {
  return static_cast<std::uint32_t>(random() % end);
}

// Numbers at which rules change, and any.
std::uint64_t Number(Random& random) {
  constexpr std::array<std::uint64_t, 16> kEdges{0,
                                                 1,
                                                 2,
                                                 3,
                                                 40,
                                                 100,
                                                 101,
                                                 1'000'000,
                                                 65'535,
                                                 65'536,
                                                 1ULL << 31U,
                                                 1ULL << 63U,
                                                 1'795'521'600'000'000'000,
                                                 1'795'608'000'000'000'000,
                                                 9'214'646'400'000'000'000,
                                                 std::numeric_limits<std::uint64_t>::max()};
  const std::uint64_t edge = kEdges.at(Below(random, kEdges.size()));
  switch (Below(random, 4)) {
    case 0:
      return edge + Below(random, 3) - 1;
    case 1:
      return (static_cast<std::uint64_t>(random()) << 33U) ^ random();
    default:
      return edge;
  }
}

double Real(Random& random) {
  constexpr std::array kEdges{0.0,
                              -1.0,
                              12.0,
                              1e-7,
                              1e9,
                              1e300,
                              std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()};
  return kEdges.at(Below(random, kEdges.size()));
}

std::string Text(Random& random, const std::string& before) {
  static const std::array<std::string, 8> kTexts{
      "", "hall", "stairs", "hall, fullest 16 m2", "shift leader", "=1", "caf\xE9", "two\nlines"};
  if (Below(random, 3) > 0 || before.empty()) return kTexts.at(Below(random, kTexts.size()));
  std::string text = before;
  text[Below(random, static_cast<std::uint32_t>(text.size()))] = static_cast<char>(random());
  return Below(random, 4) == 0 ? text + text : text;
}

void SetOne(pb::Message& message, const FieldDescriptor& field, Random& random) {
  const pb::Reflection& on = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32: {
      const auto number = static_cast<std::uint32_t>(Number(random));
      return many ? on.AddUInt32(&message, &field, number) : on.SetUInt32(&message, &field, number);
    }
    case FieldDescriptor::CPPTYPE_UINT64:
      return on.SetUInt64(&message, &field, Number(random));
    case FieldDescriptor::CPPTYPE_INT64:
      return on.SetInt64(&message, &field, static_cast<std::int64_t>(Number(random)));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return on.SetDouble(&message, &field, Real(random));
    case FieldDescriptor::CPPTYPE_BOOL:
      return on.SetBool(&message, &field, !on.GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return on.SetEnumValue(&message, &field, static_cast<int>(Below(random, 8)) - 1);
    case FieldDescriptor::CPPTYPE_STRING:
      if (many) return on.AddString(&message, &field, Text(random, ""));
      return on.SetString(&message, &field, Text(random, on.GetString(message, &field)));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (many) {
        pb::Message& added = *on.AddMessage(&message, &field);
        const int last = on.FieldSize(message, &field) - 1;
        if (last > 0) added.CopyFrom(on.GetRepeatedMessage(message, &field, last - 1));
      } else {
        on.MutableMessage(&message, &field);
      }
      return;
    default:  // the contract has no others
      return;
  }
}

}  // namespace

void MutateOnce(pb::Message& message, Random& random) {
  const pb::Descriptor& type = *message.GetDescriptor();
  const pb::Reflection& on = *message.GetReflection();
  if (type.field_count() == 0) return;
  const FieldDescriptor& field =
      *type.field(static_cast<int>(Below(random, static_cast<std::uint32_t>(type.field_count()))));
  const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  const int size = field.is_repeated() ? on.FieldSize(message, &field) : 0;
  const std::uint32_t act = Below(random, 16);
  if (is_message && act > 2) {  // mostly deeper
    if (field.is_repeated() && size > 0) {
      const auto at = static_cast<int>(Below(random, static_cast<std::uint32_t>(size)));
      return MutateOnce(*on.MutableRepeatedMessage(&message, &field, at), random);
    }
    if (!field.is_repeated() && (on.HasField(message, &field) || act > 14)) {
      return MutateOnce(*on.MutableMessage(&message, &field), random);
    }
  }
  if (act == 0) return on.ClearField(&message, &field);
  if (act == 1 && size > 0) return on.RemoveLast(&message, &field);
  if (act == 2 && size > 1) return on.SwapElements(&message, &field, 0, size - 1);
  if (act == 3) {
    on.MutableUnknownFields(&message)->AddVarint(static_cast<int>(Below(random, 100)) + 100, 1);
    return;
  }
  SetOne(message, field, random);
}

void MutateSome(pb::Message& message, Random& random, std::uint32_t most) {
  for (std::uint32_t left = Below(random, most) + 1; left > 0; --left) MutateOnce(message, random);
}

std::size_t MutateBytes(const FuzzedBytes& bytes, pb::Message* held, std::size_t head) {
  Random random(bytes.seed);
  if (held != nullptr && Below(random, 8) > 0) {
    MutateSome(*held, random, 4);
    const std::size_t length = held->ByteSizeLong();
    if (head + length <= bytes.most) {
      held->SerializeToArray(bytes.data + head, static_cast<int>(bytes.most - head));
      return head + length;
    }
  }
  return LLVMFuzzerMutate(bytes.data, bytes.size, bytes.most);
}

}  // namespace throng
