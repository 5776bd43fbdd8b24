// JSON there and back, and columns.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/health.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "counter/serve/style.h"

namespace throng {
namespace {

using Json = nlohmann::ordered_json;

// Three decimals: finer than anybody looks.
Json Short(std::optional<double> number) {
  if (!number) return nullptr;
  return std::round(*number * 1000.0) / 1000.0;
}

std::optional<double> Known(const Json& number) {
  if (number.is_null()) return std::nullopt;
  return number.get<double>();
}

std::string Shown(std::optional<double> number, const char* unit, int decimals) {
  return number ? fmt::format("{:.{}f}{}", *number, decimals, unit) : "-";
}

// `numbers` is not empty.
double MiddleOf(std::vector<double> numbers) {
  const auto middle = numbers.begin() + std::ssize(numbers) / 2;
  std::ranges::nth_element(numbers, middle);
  return *middle;
}

Json JsonOf(const std::optional<Overload>& overload) {
  if (!overload) return nullptr;
  return {{"asked_looks_per_s", Short(overload->asked_looks_per_s)},
          {"looks_per_s", Short(overload->looks_per_s)}};
}

std::optional<Overload> OverloadIn(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Overload{.asked_looks_per_s = json.at("asked_looks_per_s"),
                  .looks_per_s = json.at("looks_per_s")};
}

std::string Advice(const Overload& overload) {
  const std::string asked = fmt::format("{:.3g} s", 1 / overload.asked_looks_per_s);
  const std::string made = overload.looks_per_s > 0
                               ? fmt::format("every {:.2g} s", 1 / overload.looks_per_s)
                               : "less than once in a tick";
  return fmt::format(
      "this machine is too slow: each camera is looked at {}, not every {}; take a longer "
      "--look-every, smaller pictures or fewer cameras",
      made, asked);
}

}  // namespace

std::optional<Overload> OverloadOf(const std::vector<CameraHealth>& cameras,
                                   double asked_looks_per_s) {
  constexpr double kLeastShareOfLooks = 0.8;
  constexpr double kMostWaitingPercent = 25;
  std::vector<double> looks;
  std::vector<double> waiting;
  for (const CameraHealth& camera : cameras) {
    if (!camera.trouble.empty() || !camera.waiting_percent) continue;
    looks.push_back(camera.looks_per_s);
    waiting.push_back(*camera.waiting_percent);
  }
  if (looks.empty() || MiddleOf(waiting) < kMostWaitingPercent) return std::nullopt;
  const double made = MiddleOf(looks);
  if (made >= kLeastShareOfLooks * asked_looks_per_s) return std::nullopt;
  return Overload{.asked_looks_per_s = asked_looks_per_s, .looks_per_s = made};
}

std::string HealthJson(const SiteHealth& health) {
  Json json = {{"site", health.site},
               {"at", FormatUtc(health.at)},
               {"tick_s", Short(health.tick_s)},
               {"overload", JsonOf(health.overload)},
               {"cameras", Json::array()}};
  for (const CameraHealth& camera : health.cameras) {
    json["cameras"].push_back({{"camera", camera.camera},
                               {"sight", camera.sight},
                               {"age_s", Short(camera.age_s)},
                               {"looks_per_s", Short(camera.looks_per_s)},
                               {"processor_percent", Short(camera.processor_percent)},
                               {"waiting_percent", Short(camera.waiting_percent)},
                               {"restarts", camera.restarts},
                               {"renewals", camera.renewals},
                               {"dropped", camera.dropped},
                               {"trouble", camera.trouble}});
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<SiteHealth> ParseHealth(std::string_view json) {
  try {
    const Json all = Json::parse(json);
    const std::optional<Instant> at = ParseUtc(all.at("at").get<std::string>());
    if (!at) return Fault::kNotAStatus;
    SiteHealth health{.site = all.at("site"),
                      .at = *at,
                      .tick_s = all.at("tick_s"),
                      .overload = OverloadIn(all.at("overload")),
                      .cameras = {}};
    for (const Json& camera : all.at("cameras")) {
      health.cameras.push_back({.camera = camera.at("camera"),
                                .sight = camera.at("sight"),
                                .age_s = Known(camera.at("age_s")),
                                .looks_per_s = camera.at("looks_per_s"),
                                .processor_percent = Known(camera.at("processor_percent")),
                                .waiting_percent = Known(camera.at("waiting_percent")),
                                .restarts = camera.at("restarts"),
                                .renewals = camera.at("renewals"),
                                .dropped = camera.at("dropped"),
                                .trouble = camera.at("trouble")});
    }
    return health;
  } catch (const Json::exception&) {
    return Fault::kNotAStatus;
  }
}

std::vector<std::string> NotesOf(const SiteHealth& health) {
  std::vector<std::string> notes;
  if (health.overload) {
    // Without figures, which change from tick to tick: who tells each note once knows it again.
    notes.emplace_back(
        "this machine is too slow: cameras are looked at less often than asked; take a longer "
        "--look-every, smaller pictures or fewer cameras");
  }
  for (const CameraHealth& camera : health.cameras) {
    if (camera.trouble.empty()) continue;
    notes.push_back(fmt::format("camera \"{}\": {}", camera.camera, camera.trouble));
  }
  return notes;
}

std::vector<std::string> RenderHealth(const SiteHealth& health, bool colour) {
  std::vector<const CameraHealth*> cameras;
  std::size_t name_width = 6;
  double percent = 0;
  for (const CameraHealth& camera : health.cameras) {
    cameras.push_back(&camera);
    name_width = std::max(name_width, camera.camera.size());
    percent += camera.processor_percent.value_or(0);
  }
  const auto is_well = [](const CameraHealth* camera) { return camera->trouble.empty(); };
  std::ranges::stable_sort(cameras, {}, is_well);
  const auto well = std::ranges::count_if(cameras, is_well);
  std::vector<std::string> lines;
  lines.push_back(fmt::format("{}  |  {}  |  one count every {:g} s", health.site,
                              FormatUtc(health.at), health.tick_s));
  lines.push_back(fmt::format("{} camera{}, {} in trouble; all eyes take {:.1f}% of a core",
                              cameras.size(), cameras.size() == 1 ? "" : "s",
                              std::ssize(cameras) - well, percent));
  if (health.overload) {
    const std::string advice = Advice(*health.overload);
    lines.push_back(colour ? fmt::format("{}{}{}", kAlarmStyle, advice, kPlainStyle) : advice);
  }
  lines.push_back(fmt::format("{:<{}}  {:>7}  {:>8}  {:>7}  {:>6}  {:>8}  {:>8}  {:>7}  {}",
                              "camera", name_width, "sight", "age", "looks/s", "core", "restarts",
                              "renewals", "dropped", "trouble"));
  for (const CameraHealth* camera : cameras) {
    const std::string line =
        fmt::format("{:<{}}  {:>7}  {:>8}  {:>7.2f}  {:>6}  {:>8}  {:>8}  {:>7}  {}",
                    camera->camera, name_width, camera->sight, Shown(camera->age_s, " s", 1),
                    camera->looks_per_s, Shown(camera->processor_percent, "%", 1), camera->restarts,
                    camera->renewals, camera->dropped, camera->trouble);
    const bool marked = colour && !is_well(camera);
    lines.push_back(marked ? fmt::format("{}{}{}", kAlarmStyle, line, kPlainStyle) : line);
  }
  return lines;
}

}  // namespace throng
