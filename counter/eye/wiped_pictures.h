// Gives decoders memory for their pictures that is wiped when the last of them lets go.
// SPDX-License-Identifier: Apache-2.0
#pragma once

struct AVCodecContext;
struct AVFrame;

namespace throng {

// A get_buffer2 of FFmpeg. context->opaque is the std::pmr::memory_resource to take the memory
// from.
int GetWipedPicture(AVCodecContext* context, AVFrame* picture, int flags);

}  // namespace throng
