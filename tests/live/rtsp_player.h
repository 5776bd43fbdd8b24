// Feeds a viewer's GStreamer pipeline with a video that never ends.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gst/gst.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "counter/base/time.h"
#include "tests/live/video_loop.h"

namespace throng {

struct UnrefGst {
  void operator()(void* object) const { gst_object_unref(object); }
  void operator()(GstBuffer* buffer) const { gst_buffer_unref(buffer); }
};
using GstElementOwner = std::unique_ptr<GstElement, UnrefGst>;

// A loop as GStreamer's buffers, which hold its bytes as they are. `loop` outlives it.
struct Film {
  explicit Film(const VideoLoop& of);

  const VideoLoop* loop;
  std::vector<std::unique_ptr<GstBuffer, UnrefGst>> buffers;
};

// From an appsrc to a payloader, in the words of gst_parse_launch().
std::string PipelineOf(const VideoLoop& loop);

// Not thread-safe.
class RtspPlayer {
 public:
  // `pipeline`: of PipelineOf(). `film` outlives this object. `first`: a key picture.
  RtspPlayer(GstElement* pipeline, const Film& film, std::size_t first);

  // Hands on every picture whose time has come, once the pipeline runs. Does not block.
  void Feed();

 private:
  GstElementOwner source_;
  const Film* film_;
  std::size_t next_;
  Duration round_;                 // when this round's first picture had its turn; the first: at 0
  std::optional<Duration> began_;  // in the pipeline's running time
};

}  // namespace throng
