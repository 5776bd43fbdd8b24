// One wiped array for each plane, owned by FFmpeg's reference counts.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/wiped_pictures.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>

#include "counter/eye/libav.h"
#include "counter/eye/wiped.h"

extern "C" {
#include <libavutil/buffer.h>
#include <libavutil/imgutils.h>
}

namespace throng {
namespace {

using Plane = WipedArray<std::uint8_t>;

constexpr std::size_t kRowsTail = 128;  // decoders and swscale read and write past the last row

void EndPlane(void* plane, std::uint8_t*) {
  const std::unique_ptr<Plane> ended(static_cast<Plane*>(plane));
}

AVBufferRef* MakePlane(std::size_t bytes, std::pmr::memory_resource& memory) {
  auto plane = std::make_unique<Plane>(bytes + kRowsTail, memory);
  std::uint8_t* const data = plane->elements().data();
  AVBufferRef* const buffer = av_buffer_create(data, bytes + kRowsTail, EndPlane, plane.get(), 0);
  if (buffer != nullptr) static_cast<void>(plane.release());  // EndPlane owns it from here
  return buffer;
}

// Row lengths that suit the decoder, for pictures at least `width` wide. False if there are none.
bool AlignRows(AVPixelFormat format, int width, const int* alignment, std::array<int, 4>& rows) {
  for (int tries = 0; tries < 16; ++tries) {
    if (av_image_fill_linesizes(rows.data(), format, width) < 0) return false;
    int unaligned = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) unaligned |= rows[i] % alignment[i];
    if (unaligned == 0) return true;
    width += width & ~(width - 1);  // to the next multiple of a power of two, as FFmpeg does
  }
  return false;
}

}  // namespace

int GetWipedPicture(AVCodecContext* context, AVFrame* picture, int flags) {
  if ((context->codec->capabilities & AV_CODEC_CAP_DR1) == 0) {
    return avcodec_default_get_buffer2(context, picture, flags);
  }
  const auto format = static_cast<AVPixelFormat>(picture->format);
  int width = picture->width;
  int height = picture->height;
  std::array<int, AV_NUM_DATA_POINTERS> alignment{};
  avcodec_align_dimensions2(context, &width, &height, alignment.data());
  std::array<int, 4> rows{};
  if (!AlignRows(format, width, alignment.data(), rows)) return AVERROR(EINVAL);
  std::array<std::ptrdiff_t, 4> row_bytes{};
  std::array<std::size_t, 4> plane_bytes{};
  for (std::size_t i = 0; i < rows.size(); ++i) row_bytes[i] = rows[i];
  if (av_image_fill_plane_sizes(plane_bytes.data(), format, height, row_bytes.data()) < 0) {
    return AVERROR(EINVAL);
  }
  auto& memory = *static_cast<std::pmr::memory_resource*>(context->opaque);
  for (std::size_t i = 0; i < plane_bytes.size() && plane_bytes[i] > 0; ++i) {
    picture->buf[i] = MakePlane(plane_bytes[i], memory);
    if (picture->buf[i] == nullptr) return AVERROR(ENOMEM);
    picture->data[i] = picture->buf[i]->data;
    picture->linesize[i] = rows[i];
  }
  picture->extended_data = picture->data;
  return 0;
}

}  // namespace throng
