// Pushes pictures into an appsrc, with times that run on from round to round.
// SPDX-License-Identifier: Apache-2.0
#include "tests/live/rtsp_player.h"

#include <gst/app/gstappsrc.h>

namespace throng {
namespace {

GstClockTime ClockTime(Duration duration) { return static_cast<GstClockTime>(duration.count()); }

}  // namespace

Film::Film(const VideoLoop& of) : loop(&of) {
  for (const LoopPicture& picture : of.pictures) {
    void* const bytes = const_cast<std::uint8_t*>(picture.bytes.data());
    const gsize size = picture.bytes.size();
    buffers.emplace_back(gst_buffer_new_wrapped_full(GST_MEMORY_FLAG_READONLY, bytes, size, 0, size,
                                                     nullptr, nullptr));
    if (!picture.key) GST_BUFFER_FLAG_SET(buffers.back().get(), GST_BUFFER_FLAG_DELTA_UNIT);
  }
}

std::string PipelineOf(const VideoLoop& loop) {
  const auto with = [](const std::string& caps, const std::string& payloader) {
    return "( appsrc name=source is-live=true format=time caps=" + caps + " ! " + payloader +
           " name=pay0 )";
  };
  if (loop.codec == VideoCodec::kMjpeg) {
    const std::string size =
        ",width=" + std::to_string(loop.width_px) + ",height=" + std::to_string(loop.height_px);
    return with("image/jpeg" + size, "rtpjpegpay pt=26");
  }
  const std::string packed = ",stream-format=byte-stream,alignment=au";
  if (loop.codec == VideoCodec::kH264) return with("video/x-h264" + packed, "rtph264pay pt=96");
  return with("video/x-h265" + packed, "rtph265pay pt=96");
}

RtspPlayer::RtspPlayer(GstElement* pipeline, const Film& film, std::size_t first)
    : source_(gst_bin_get_by_name_recurse_up(GST_BIN(pipeline), "source")),
      film_(&film),
      next_(first),
      round_(-film.loop->pictures[first].sent) {}

void RtspPlayer::Feed() {
  GstState state = GST_STATE_NULL;
  gst_element_get_state(source_.get(), &state, nullptr, 0);
  if (state != GST_STATE_PLAYING) return;  // it may have its clock before it has its base time
  const Duration now(gst_element_get_current_running_time(source_.get()));
  if (!began_) began_ = now;
  const std::vector<LoopPicture>& pictures = film_->loop->pictures;
  while (*began_ + round_ + pictures[next_].sent <= now) {
    GstBuffer* const buffer = gst_buffer_copy(film_->buffers[next_].get());
    GST_BUFFER_DTS(buffer) = ClockTime(*began_ + round_ + pictures[next_].sent);
    GST_BUFFER_PTS(buffer) = ClockTime(*began_ + round_ + pictures[next_].shown);
    gst_app_src_push_buffer(GST_APP_SRC(source_.get()), buffer);
    if (++next_ < pictures.size()) continue;
    next_ = 0;
    round_ += film_->loop->length;
  }
}

}  // namespace throng
