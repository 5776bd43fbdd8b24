// kMayLeave and Anonymous<T>: the closed list of what may leave, checked by the compiler.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace throng {

// True for the field types that may leave. The lines that set it stand in door/tally.h (what leaves
// an eye) and release/published.h (what leaves the machine) and nowhere else.
template <class T>
inline constexpr bool kMayLeave = false;

// A record lists its members: `static constexpr auto kMembers = std::tuple(&R::a, &R::b);`
template <class Record>
struct FieldsOf;

namespace anonymous_internal {

template <class Record, class... Field>
constexpr bool AllMayLeave(std::tuple<Field Record::*...>) {
  return (kMayLeave<Field> && ...);
}
template <class Record, class... Field>
constexpr std::size_t SizeOfAll(std::tuple<Field Record::*...>) {
  return (sizeof(Field) + ...);
}

}  // namespace anonymous_internal

// A record that holds nothing but listed fields: no pointer, no padding, no hidden member.
template <class T>
concept Anonymous = std::is_trivially_copyable_v<T> && anonymous_internal::AllMayLeave(
    FieldsOf<T>::kMembers) && anonymous_internal::SizeOfAll(FieldsOf<T>::kMembers)
== sizeof(T);

}  // namespace throng
