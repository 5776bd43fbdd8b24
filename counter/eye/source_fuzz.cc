// Any bytes as a video: no crash, no hang, and steps in their order.
// SPDX-License-Identifier: Apache-2.0
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "counter/base/check.h"
#include "counter/eye/source.h"
#include "counter/site/pose_for_test.h"

// The last byte chooses the steps; the rest is the video.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using throng::Brief;
  constexpr std::size_t kMostBytes = 64 * 1024;
  constexpr std::uint64_t kMostSteps = 200;
  if (size == 0 || size > kMostBytes) return 0;
  const std::uint8_t choice = data[size - 1];
  const int fd = ::memfd_create("video", MFD_CLOEXEC);
  COUNTER_CHECK(::write(fd, data, size) == static_cast<ssize_t>(size));
  Brief brief{.camera = throng::PoseStraightDown({64, 48}),
              .steps = {},
              .first_step = choice & 2U,
              .patches = {}};
  if ((choice & 1U) != 0) {
    brief.steps.pictures = 1U + (choice >> 4U);
  } else {
    brief.steps.every = std::chrono::milliseconds(100 * (1 + (choice >> 4U)));
  }
  {
    throng::Result<throng::Source> source = throng::Source::Make(fd, brief);
    for (std::uint64_t step = brief.first_step; source && step < kMostSteps; ++step) {
      const throng::Result<std::optional<throng::StepView>> view = source->Next();
      if (!view || !*view) break;
      COUNTER_CHECK((*view)->step == step);
    }
  }
  ::close(fd);
  return 0;
}
