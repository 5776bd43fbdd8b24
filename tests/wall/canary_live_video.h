// The canary video as live cameras send it, and what of it passes through an eye.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "counter/audit/needles.h"
#include "counter/site/site.h"

namespace throng {

inline constexpr int kCanaryKey = 10;  // every so many pictures of H.264 comes a key picture

// canary.y4m, in `folder`, in other words. Each picture has the number that it has there.
inline constexpr char kCanaryMoves[] = "canary.moves.mkv";  // H.264 without loss
inline constexpr char kCanaryStill[] = "canary.still.mkv";  // so; between key pictures all stands
inline constexpr char kCanaryShrinks[] = "canary.shrinks.mkv";  // so; picture 0, then 20 s of grey
inline constexpr char kCanaryJpeg[] = "canary.jpeg.mkv";        // Motion JPEG, which loses some
inline constexpr char kCanaryCoarse[] = "canary.coarse.mkv";    // so, and most: small pictures

// The stage of a picture that has not been decoded.
inline constexpr char kPacket[] = "packet";

// Makes them of what MakeCanary() left in `folder`, and takes needles: of each packet, and of each
// stage of what is decoded from kCanaryJpeg; H.264 decodes to what MakeCanary() took. `site`
// as there. False if a video could not be made.
bool MakeLiveCanary(const std::filesystem::path& folder, int pictures, const Site& site,
                    Needles& needles);

}  // namespace throng
