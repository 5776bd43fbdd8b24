// xoshiro256**, and noise on a grid.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/random.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "counter/base/check.h"

namespace throng {
namespace {

std::uint64_t SplitMix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

float Ease(float t) { return t * t * (3.0F - 2.0F * t); }

}  // namespace

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : state_) word = SplitMix(seed);
}

std::uint64_t Random::Bits() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

float Random::Uniform() { return static_cast<float>(Bits() >> 40U) * 0x1p-24F; }

float Random::Between(float low, float high) { return low + (high - low) * Uniform(); }

float Random::LogBetween(float low, float high) {
  return low * std::exp(std::log(high / low) * Uniform());
}

int Random::Whole(int low, int high) {
  COUNTER_CHECK(low <= high);
  const auto count = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<int>(((Bits() >> 32U) * count) >> 32U);
}

bool Random::Chance(float share) { return Uniform() < share; }

float Random::Normal(float mean, float sigma) {
  float sum = -6.0F;  // twelve uniform numbers have variance 1
  for (int i = 0; i < 12; ++i) sum += Uniform();
  return mean + sigma * std::clamp(sum, -3.0F, 3.0F);
}

std::size_t Random::Weighted(std::span<const float> weights) {
  float total = 0;
  for (const float weight : weights) total += weight;
  float left = Uniform() * total;
  for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
    if (left < weights[i]) return i;
    left -= weights[i];
  }
  return weights.size() - 1;
}

float Scatter(std::int32_t x, std::int32_t y, std::uint32_t seed) {
  std::uint32_t h = seed + static_cast<std::uint32_t>(x) * 0x9E3779B1U;
  h = (h ^ (h >> 15U)) * 0x85EBCA77U;
  h += static_cast<std::uint32_t>(y) * 0xC2B2AE3DU;
  h = (h ^ (h >> 13U)) * 0x27D4EB2FU;
  h ^= h >> 16U;
  return static_cast<float>(h >> 8U) * 0x1p-24F;
}

float Cloud(float x, float y, std::uint32_t seed) {
  const float left = std::floor(x);
  const float top = std::floor(y);
  const auto i = static_cast<std::int32_t>(left);
  const auto j = static_cast<std::int32_t>(top);
  const float u = Ease(x - left);
  const float v = Ease(y - top);
  const float upper = Scatter(i, j, seed) * (1 - u) + Scatter(i + 1, j, seed) * u;
  const float lower = Scatter(i, j + 1, seed) * (1 - u) + Scatter(i + 1, j + 1, seed) * u;
  return upper * (1 - v) + lower * v;
}

}  // namespace throng
