// Has the gnuplot program draw a chart into an SVG or PNG file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "counter/base/result.h"

namespace throng {

// Text as a gnuplot string in single quotes, in which nothing is interpreted.
std::string GnuplotText(std::string_view text);

// Runs `script` (data included) with the output set to `file`: PNG if it ends in .png, else SVG.
// The file appears whole or not at all. Faults: kNotAFolder, kNotPermitted, kDiskFull,
// kNoChartProgram, kChartFailed.
Status Draw(const std::filesystem::path& file, int width_px, int height_px,
            const std::string& script);

}  // namespace throng
