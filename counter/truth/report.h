// Scores as a table for people and as JSON for programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "counter/truth/score.h"

namespace throng {

// Lines with ends, the first of which begins with `heading`; figures that are absent show as "-".
std::string TableOf(std::string_view heading, std::span<const Score> scores);

// {"scores": [{"zone", "compared", "blind", "mean_known", ...}], "bands": [{"persons_per_m2",
// "compared", ...}]}; absent figures are null.
std::string JsonOf(std::span<const Score> zones, std::span<const Score> bands);

}  // namespace throng
