// Quantities that do not mix: Persons, SquareMetres, PersonsPerM2, Metres.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>

namespace throng {

// A number with a unit. The same unit adds and compares; everything else does not compile.
template <class Unit>
class Quantity {
 public:
  constexpr explicit Quantity(double value) : value_(value) {}
  constexpr double value() const { return value_; }

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) {
    return Quantity(a.value_ + b.value_);
  }
  friend constexpr Quantity operator-(Quantity a, Quantity b) {
    return Quantity(a.value_ - b.value_);
  }
  friend constexpr Quantity operator*(Quantity a, double factor) {
    return Quantity(a.value_ * factor);
  }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }

 private:
  double value_;
};

using Persons = Quantity<struct PersonsUnit>;
using SquareMetres = Quantity<struct SquareMetresUnit>;
using PersonsPerM2 = Quantity<struct PersonsPerM2Unit>;
using Metres = Quantity<struct MetresUnit>;

// `area` must not be zero.
constexpr PersonsPerM2 operator/(Persons count, SquareMetres area) {
  return PersonsPerM2(count.value() / area.value());
}
constexpr Persons operator*(PersonsPerM2 density, SquareMetres area) {
  return Persons(density.value() * area.value());
}

}  // namespace throng
