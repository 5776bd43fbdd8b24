// A video of random pixels without loss, and what of it passes through an eye.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "counter/audit/needles.h"
#include "counter/site/site.h"

namespace throng {

inline constexpr ImageSize kCanarySize{320, 240};
inline constexpr std::size_t kCanaryBytes =  // of the planes of a picture
    std::size_t{kCanarySize.width_px} * kCanarySize.height_px * 3 / 2;
inline constexpr int kCanaryRate = 25;  // pictures a second

// The stages of a picture in an eye. Grey is none of them: no stage makes a grey copy.
inline constexpr std::array kStages{"Y plane", "U plane", "V plane",     "frame, BGR",
                                    "band",    "network", "HOG's scaled"};

// 10 pictures, and 8 s of sound without them: this many bytes of it each second.
inline constexpr char kCanaryWithSound[] = "canary_sound.mkv";
inline constexpr std::size_t kSoundBytes = 16'000;

// Draws `pictures` random pictures into `folder`, as canary.y4m (the bare planes), canary.mkv
// (FFV1, which needs the ffmpeg program), canary.h264.mkv (without loss) and kCanaryWithSound
// (FFV1), and takes needles out of each stage of each. `site` has one camera, of kCanarySize. False
// if a video could not be made.
bool MakeCanary(const std::filesystem::path& folder, int pictures, const Site& site,
                Needles& needles);

// The planes of one picture, as decoders give them: kCanaryBytes.
void AddPlanes(int picture, std::span<const std::uint8_t> yuv, Needles& needles);

// All other stages of the first `pictures` pictures of `video`. False if it has not so many.
bool AddStages(const std::filesystem::path& video, int pictures, const Site& site,
               Needles& needles);

// Where the first `pictures` pictures of canary.y4m end, in bytes.
std::size_t EndOfBarePictures(int pictures);

}  // namespace throng
