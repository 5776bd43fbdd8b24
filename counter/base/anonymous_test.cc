// What Anonymous lets through, and what it stops.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/anonymous.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <tuple>

namespace throng {

struct Listed {  // stands for a type on the list
  std::uint16_t value;
};
template <>
inline constexpr bool kMayLeave<Listed> = true;

struct Clean {
  Listed a, b;
};
struct WithPadding {
  Listed a;
  alignas(8) Listed b;
};
struct WithHiddenField {
  Listed a, b;
  std::uint32_t hidden;
};
struct WithUnlistedField {
  Listed a;
  std::uint16_t number;
};
struct WithText {
  Listed a;
  std::string text;
};
template <>
struct FieldsOf<Clean> {
  static constexpr auto kMembers = std::tuple(&Clean::a, &Clean::b);
};
template <>
struct FieldsOf<WithPadding> {
  static constexpr auto kMembers = std::tuple(&WithPadding::a, &WithPadding::b);
};
template <>
struct FieldsOf<WithHiddenField> {
  static constexpr auto kMembers = std::tuple(&WithHiddenField::a, &WithHiddenField::b);
};
template <>
struct FieldsOf<WithUnlistedField> {
  static constexpr auto kMembers = std::tuple(&WithUnlistedField::a, &WithUnlistedField::number);
};
template <>
struct FieldsOf<WithText> {
  static constexpr auto kMembers = std::tuple(&WithText::a, &WithText::text);
};

namespace {

TEST(Anonymous, LetsThroughListedFieldsOnly) {
  static_assert(Anonymous<Clean>);  // the control
  static_assert(!Anonymous<WithUnlistedField>);
  static_assert(!Anonymous<WithText>);
  static_assert(!kMayLeave<double>, "a double has 52 bits to spare");
}

TEST(Anonymous, StopsRoomToHideIn) {
  static_assert(!Anonymous<WithPadding>);
  static_assert(!Anonymous<WithHiddenField>);
}

}  // namespace
}  // namespace throng
