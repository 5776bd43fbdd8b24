// Opens what an eye reads, and never looks into it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "counter/base/descriptor.h"
#include "counter/base/result.h"

namespace throng {

// The bytes of one camera, unparsed.
struct OpenedSource {
  Descriptor fd;
  // Of a regular file; a pipe has none and cannot be read again.
  std::optional<std::uint64_t> size_bytes;
};

// A video file or a pipe; "-" is standard input. Does not block on a pipe without a writer.
// Faults: kNotFound, kNotPermitted, kEmptySource, kNotVideo (a folder).
Result<OpenedSource> OpenSource(const std::filesystem::path& path);

// A camera in this machine. Not blocking, for an eye to take pictures from; nothing is taken here.
// Faults: kDeviceGone, kDeviceRefuses, kNotVideo.
Result<Descriptor> OpenCamera(const std::filesystem::path& device);

// The same file once more, from its beginning and with an offset of its own; its name may be gone.
// Faults: kNotFound, kNotPermitted.
Result<OpenedSource> OpenAgain(const OpenedSource& source);

// A model that the user brings, for an eye to read; nothing of it is looked at. Faults: kNotFound,
// kNotPermitted.
Result<Descriptor> OpenModel(const std::filesystem::path& path);

// Share of the file that has been read so far, 0..1, told by the offset that the eye shares with
// us; nothing for a pipe.
std::optional<double> ShareRead(const OpenedSource& source);

}  // namespace throng
