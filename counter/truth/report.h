// Scores as a table for people and as JSON for programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "counter/truth/score.h"

namespace throng {

// Lines with ends; figures that are absent show as "-".
std::string TableOf(std::span<const Score> scores);

// {"scores": [{"zone", "compared", "blind", "mean_known", ...}]}; absent figures are null.
std::string JsonOf(std::span<const Score> scores);

}  // namespace throng
