// Writes scores.
// SPDX-License-Identifier: Apache-2.0
#include "counter/truth/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace throng {

namespace {

nlohmann::ordered_json ListOf(const char* key, std::span<const Score> scores) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Score& score : scores) {
    nlohmann::ordered_json line = {{key, score.of},
                                   {"compared", score.compared},
                                   {"blind", score.blind},
                                   {"mean_known", nullptr},
                                   {"mean_counted", nullptr},
                                   {"bias", nullptr},
                                   {"mean_absolute_error", nullptr},
                                   {"root_mean_square_error", nullptr},
                                   {"interval_held", nullptr}};
    if (const auto& figures = score.figures) {
      line["mean_known"] = figures->mean_known;
      line["mean_counted"] = figures->mean_counted;
      line["bias"] = figures->bias;
      line["mean_absolute_error"] = figures->mean_absolute;
      line["root_mean_square_error"] = figures->root_mean_square;
      line["interval_held"] = figures->interval_held;
    }
    list.push_back(std::move(line));
  }
  return list;
}

}  // namespace

std::string TableOf(std::string_view heading, std::span<const Score> scores) {
  std::string table =
      fmt::format("{:<16} {:>5} {:>6} {:>7} {:>8} {:>7} {:>6} {:>6}  {}\n", heading, "n", "blind",
                  "known", "counted", "bias", "MAE", "RMSE", "90% interval holds");
  for (const Score& score : scores) {
    table += fmt::format("{:<16} {:>5} {:>6} ", score.of, score.compared, score.blind);
    if (const auto& figures = score.figures) {
      table += fmt::format("{:>7.2f} {:>8.2f} {:>+7.2f} {:>6.2f} {:>6.2f}  {:.0f}%\n",
                           figures->mean_known, figures->mean_counted, figures->bias,
                           figures->mean_absolute, figures->root_mean_square,
                           100.0 * figures->interval_held);
    } else {
      table += fmt::format("{:>7} {:>8} {:>7} {:>6} {:>6}  {}\n", "-", "-", "-", "-", "-", "-");
    }
  }
  return table;
}

std::string JsonOf(std::span<const Score> zones, std::span<const Score> bands) {
  return nlohmann::ordered_json{{"scores", ListOf("zone", zones)},
                                {"bands", ListOf("persons_per_m2", bands)}}
      .dump(2);
}

}  // namespace throng
