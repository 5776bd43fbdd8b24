// Quantities of one unit add; density is persons per area.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/units.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace throng {
namespace {

template <class A, class B>
concept Adds = requires(A a, B b) {
  a + b;
};

TEST(Units, TwelvePersonsOnFourSquareMetresAreThreePerSquareMetre) {
  EXPECT_EQ((Persons(12) / SquareMetres(4)).value(), 3.0);
  EXPECT_EQ((PersonsPerM2(3) * SquareMetres(4)).value(), 12.0);
}

TEST(Units, TheSameUnitAddsAndCompares) {
  EXPECT_EQ((Persons(2) + Persons(3)).value(), 5.0);
  EXPECT_LT(Persons(2), Persons(3));
  EXPECT_EQ(Persons(6) / Persons(3), 2.0);
}

TEST(Units, DifferentUnitsDoNotMix) {
  static_assert(Adds<Persons, Persons>);
  static_assert(!Adds<Persons, SquareMetres>);
  static_assert(!std::is_convertible_v<double, Persons>);
}

}  // namespace
}  // namespace throng
