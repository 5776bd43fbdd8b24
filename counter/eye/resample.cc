// First down the columns, whole rows at a time, then across one row.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/resample.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr std::size_t kChannels = 3;
constexpr std::uint8_t kNothing = 128;  // what the network takes for nothing
constexpr double kLeastWeight = 1e-4;   // weights below it are rounding
constexpr float kRounding = 0.5F;

}  // namespace

Taps::Taps(double start, double zoom, std::size_t length, std::size_t available) {
  const auto most = static_cast<double>(available);
  for (std::size_t i = 0; i < length; ++i) {
    const double from = start + static_cast<double>(i) / zoom;
    const double to = start + static_cast<double>(i + 1) / zoom;
    const double middle = (from + to) / 2;
    std::vector<double> shares;
    double begin = 0;
    if (middle < 0 || middle >= most) {
      // beyond the frame
    } else if (zoom < 1) {
      const double least = std::max(from, 0.0);
      const double end = std::min(to, most);
      begin = std::floor(least);
      const auto covered = static_cast<std::size_t>(std::ceil(end - begin));
      for (std::size_t place = 0; place < covered; ++place) {
        const double x = begin + static_cast<double>(place);
        shares.push_back(std::min(x + 1, end) - std::max(x, least));
      }
    } else {
      const double place = std::clamp(middle - 0.5, 0.0, most - 1);
      begin = std::floor(place);
      shares = {1 - (place - begin), place - begin};
    }
    while (!shares.empty() && shares.back() < kLeastWeight) shares.pop_back();
    double sum = 0;
    for (const double share : shares) sum += share;
    first.push_back(static_cast<std::uint32_t>(begin));
    count.push_back(static_cast<std::uint32_t>(shares.size()));
    for (const double share : shares) weights.push_back(static_cast<float>(share / sum));
  }
}

Resampler::Resampler(const SizeBand& band, ImageSize frame, std::pmr::memory_resource& memory)
    : across_(band.left_px, band.zoom, band.size.width_px, frame.width_px),
      down_(band.top_px, band.zoom, band.size.height_px, frame.height_px),
      row_(kChannels * frame.width_px, memory) {
  for (std::size_t x = 0; x < across_.first.size(); ++x) {
    end_ = std::max(end_, kChannels * (across_.first[x] + across_.count[x]));
  }
  begin_ = kChannels * across_.first.front();
}

void Resampler::Resample(const Frame& frame, std::span<std::uint8_t> pixels) {
  const cv::Mat picture = frame.Bgr();
  const std::size_t columns = across_.first.size();
  COUNTER_CHECK(pixels.size() == kChannels * columns * down_.first.size());
  const float* weight = down_.weights.data();
  for (std::size_t y = 0; y < down_.first.size(); ++y) {
    std::uint8_t* const to = pixels.data() + y * kChannels * columns;
    if (down_.count[y] == 0) {
      std::fill_n(to, kChannels * columns, kNothing);
      continue;
    }
    const std::span<float> row = row_.elements();
    for (std::uint32_t j = 0; j < down_.count[y]; ++j) {
      const std::uint8_t* const from = picture.ptr(static_cast<int>(down_.first[y] + j));
      const float share = *weight++;
      if (j == 0) {
        for (std::size_t x = begin_; x < end_; ++x) row[x] = share * from[x];
      } else {
        for (std::size_t x = begin_; x < end_; ++x) row[x] += share * from[x];
      }
    }
    Across(to);
  }
}

void Resampler::Across(std::uint8_t* to) const {
  const float* weight = across_.weights.data();
  for (std::size_t x = 0; x < across_.first.size(); ++x, to += kChannels) {
    if (across_.count[x] == 0) {
      std::fill_n(to, kChannels, kNothing);
      continue;
    }
    const float* from = row_.elements().data() + kChannels * across_.first[x];
    float blue = kRounding;
    float green = kRounding;
    float red = kRounding;
    for (std::uint32_t j = 0; j < across_.count[x]; ++j, from += kChannels) {
      const float share = *weight++;
      blue += share * from[0];
      green += share * from[1];
      red += share * from[2];
    }
    to[0] = static_cast<std::uint8_t>(blue);
    to[1] = static_cast<std::uint8_t>(green);
    to[2] = static_cast<std::uint8_t>(red);
  }
}

void Resampler::Wipe() { ::explicit_bzero(row_.elements().data(), row_.elements().size_bytes()); }

}  // namespace throng
