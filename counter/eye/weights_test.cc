// A file of weights is read as it was written, or refused whole.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string_view>

#include "counter/eye/default_weights.h"
#include "counter/eye/test_weights.h"

namespace throng {
namespace {

using test_weights::FileOf;

TEST(Weights, ArriveAsTheyWereWritten) {
  Weights sent = test_weights::Planned();
  sent.layers[2].input_largest = 7.5F;
  const Result<Weights> got = ReadWeights(FileOf(sent));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->person_px, 36);
  ASSERT_EQ(got->layers.size(), 12U);
  for (std::size_t i = 0; i < sent.layers.size(); ++i) {
    const Layer& layer = got->layers[i];
    EXPECT_EQ(layer.out_channels, sent.layers[i].out_channels) << i;
    EXPECT_EQ(layer.kernel, sent.layers[i].kernel) << i;
    EXPECT_EQ(layer.stride, sent.layers[i].stride) << i;
    EXPECT_EQ(layer.dilation, sent.layers[i].dilation) << i;
    EXPECT_EQ(layer.relu, sent.layers[i].relu) << i;
    EXPECT_EQ(layer.add_from, sent.layers[i].add_from) << i;
    EXPECT_EQ(layer.input_largest, sent.layers[i].input_largest) << i;
    EXPECT_EQ(layer.weights, sent.layers[i].weights) << i;
    EXPECT_EQ(layer.bias, sent.layers[i].bias) << i;
  }
}

TEST(Weights, SeeAsFarAsTheirKernelsReach) {
  // 1 + 2 + 4 + 4 px while the picture shrinks to an eighth, then 11 cells of 8 px.
  EXPECT_EQ(ReceptiveMarginPx(test_weights::Planned()), 99U);
  EXPECT_EQ(ReceptiveMarginPx(test_weights::Blur(1, 0)), 7U);
}

TEST(Weights, TheChecksumIsThatOfZlib) {
  constexpr std::string_view kText = "123456789";
  EXPECT_EQ(Crc32(std::as_bytes(std::span(kText))), 0xCBF43926U);
}

// The file of Blur: 16 bytes, then its first layer of 32 bytes, 27 weights and a bias.
constexpr std::size_t kFirstLayer = 16;
constexpr std::size_t kFirstWeight = kFirstLayer + 32;

// With `value` written over it, and a checksum that fits.
std::vector<std::byte> Changed(std::size_t at, std::uint32_t value, std::size_t size = 4) {
  std::vector<std::byte> file = FileOf(test_weights::Blur(1, 0));
  file.resize(file.size() - 4);
  std::memcpy(file.data() + at, &value, size);
  const std::uint32_t crc = Crc32(file);
  for (unsigned i = 0; i < 4; ++i) file.push_back(static_cast<std::byte>(crc >> (8 * i) & 0xFFU));
  return file;
}

TEST(Weights, HalfPrecisionIsReadExactly) {
  const auto first = [](std::uint32_t half) {
    const Result<Weights> weights = ReadWeights(Changed(kFirstWeight, half, 2));
    return weights ? weights->layers[0].weights[0] : std::numeric_limits<float>::quiet_NaN();
  };
  EXPECT_EQ(first(0x0000), 0.0F);
  EXPECT_EQ(first(0x3C00), 1.0F);
  EXPECT_EQ(first(0xC100), -2.5F);
  EXPECT_EQ(first(0x7BFF), 65504.0F);
  EXPECT_EQ(first(0x0001), 0x1p-24F);  // the smallest
  EXPECT_EQ(first(0x0400), 0x1p-14F);
  EXPECT_TRUE(std::isnan(first(0x7C00))) << "infinite: refused";
  EXPECT_TRUE(std::isnan(first(0x7E00))) << "no number: refused";
}

TEST(Weights, AreRefusedIfTheyBreakARule) {
  constexpr std::uint32_t kInfinite = 0x7F800000;
  struct Case {
    std::size_t at;
    std::uint32_t value;
    const char* rule;
  };
  ASSERT_TRUE(ReadWeights(Changed(0, 0x574E4854))) << "the control";
  for (const Case& c : {Case{0, 0x574E4855, "the magic"},
                        {4, 2, "the version"},
                        {8, kInfinite, "a height that is a number"},
                        {8, 0, "a height of a person"},
                        {12, 0, "a layer at least"},
                        {12, 2, "no bytes after the last layer"},
                        {12, 4, "all layers there"},
                        {12, 0xFFFFFFFF, "few layers"},
                        {kFirstLayer, 4, "three colours"},
                        {kFirstLayer + 4, 2, "channels that fit the next layer"},
                        {kFirstLayer + 4, 0xFFFFFFFF, "few channels"},
                        {kFirstLayer + 8, 2, "an odd kernel"},
                        {kFirstLayer + 8, 0, "a kernel"},
                        {kFirstLayer + 12, 1, "cells of 8 px"},
                        {kFirstLayer + 12, 0, "a stride"},
                        {kFirstLayer + 16, 0, "a dilation"},
                        {kFirstLayer + 16, 1000, "a small dilation"},
                        {kFirstLayer + 20, 2, "a known activation"},
                        {kFirstLayer + 24, 0, "an earlier layer to add"},
                        {kFirstLayer + 24, 0xFFFFFFFE, "a layer to add"},
                        {kFirstLayer + 28, kInfinite, "a largest input that is a number"},
                        {kFirstLayer + 28, 0xBF800000, "a largest input above zero"},
                        {kFirstWeight + 54, kInfinite, "a bias that is a number"}}) {
    const Result<Weights> weights = ReadWeights(Changed(c.at, c.value));
    ASSERT_FALSE(weights) << c.rule;
    EXPECT_EQ(weights.error(), Fault::kBadWeights) << c.rule;
  }
}

TEST(Weights, ALayerAddsOnlyWhatHasItsShape) {
  Weights weights = test_weights::Planned();
  ASSERT_TRUE(ReadWeights(FileOf(weights)));
  weights.layers[5].add_from = 2;  // 32 channels at half the stride
  EXPECT_FALSE(ReadWeights(FileOf(weights)));
  weights.layers[5].add_from = 5;  // itself
  EXPECT_FALSE(ReadWeights(FileOf(weights)));
}

TEST(Weights, AFileThatIsCutOrChangedIsRefused) {
  const std::vector<std::byte> whole = FileOf(test_weights::Blur(1, 0));
  ASSERT_TRUE(ReadWeights(whole));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(ReadWeights(std::span(whole).first(length))) << length;
  }
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::vector<std::byte> changed = whole;
    changed[bit / 8] ^= std::byte{1} << (bit % 8);
    EXPECT_FALSE(ReadWeights(changed)) << bit;
  }
}

TEST(Weights, WhatIsBuiltInIsWholeOrNotThereYet) {
  const std::span<const std::byte> bytes = DefaultWeights();
  if (bytes.empty()) GTEST_SKIP() << "nobody trained a network yet";
  EXPECT_TRUE(ReadWeights(bytes));
}

}  // namespace
}  // namespace throng
