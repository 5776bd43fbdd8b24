// swscale, for the pictures that are looked at and no others.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/convert.h"

#include <array>
#include <cstring>

namespace throng {
namespace {

// Decoders store what the stream says, also where the enumeration has no such number.
int MatrixOf(const AVFrame& picture) {
  int matrix = 0;
  static_assert(sizeof matrix == sizeof picture.colorspace);
  std::memcpy(&matrix, &picture.colorspace, sizeof matrix);
  return matrix;
}

// The stream knows its matrix and may know its range; otherwise swscale's guess stands.
void SetColours(SwsContext& scaler, const AVFrame& picture) {
  int* from = nullptr;
  int* to = nullptr;
  int from_full = 0;
  int to_full = 0;
  int brightness = 0;
  int contrast = 0;
  int saturation = 0;
  if (sws_getColorspaceDetails(&scaler, &from, &from_full, &to, &to_full, &brightness, &contrast,
                               &saturation) < 0) {
    return;
  }
  if (picture.color_range == AVCOL_RANGE_JPEG) from_full = 1;
  sws_setColorspaceDetails(&scaler, sws_getCoefficients(MatrixOf(picture)), from_full, to, to_full,
                           brightness, contrast, saturation);
}

}  // namespace

bool Converter::Fits(int width_px, int height_px) const {
  return width_px == size_.width_px && height_px == size_.height_px;
}

std::optional<Frame> Converter::Convert(const AVFrame& picture, Duration at) const {
  if (!Fits(picture.width, picture.height)) return std::nullopt;
  const auto format = static_cast<AVPixelFormat>(picture.format);
  // One for each picture: it holds rows of the last one until its end.
  const AvScalerOwner scaler(sws_getContext(picture.width, picture.height, format, picture.width,
                                            picture.height, AV_PIX_FMT_BGR24, SWS_BICUBIC, nullptr,
                                            nullptr, nullptr));
  if (!scaler) return std::nullopt;
  SetColours(*scaler, picture);
  std::optional<Frame> frame(std::in_place, size_, at);
  const std::array<std::uint8_t*, 4> planes{frame->bytes().data()};
  const std::array<int, 4> strides{static_cast<int>(frame->stride_bytes())};
  const int rows = sws_scale(scaler.get(), picture.data, picture.linesize, 0, picture.height,
                             planes.data(), strides.data());
  if (rows != picture.height) return std::nullopt;
  return frame;
}

}  // namespace throng
