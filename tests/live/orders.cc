// Sets the cameras' faults, and hangs up and sends garbage when it is time.
// SPDX-License-Identifier: Apache-2.0
#include "tests/live/orders.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <sstream>
#include <string_view>

namespace throng {
namespace {

constexpr std::array<std::string_view, 6> kVerbs = {"cut",     "down", "freeze",
                                                    "garbage", "flap", "up"};
constexpr std::size_t kGarbageBytes = 1000;  // at each call of Act()

}  // namespace

Orders::Orders(Cameras& cameras, std::vector<CameraFaults>& faults)
    : cameras_(cameras),
      faults_(faults),
      flaps_(faults.size()),
      random_(2024) {}  // NOLINT(cert-msc51-cpp): the same each time

bool Orders::Obey(const std::string& line) {
  std::istringstream words(line);
  std::string verb;
  std::string which;
  std::string rest;
  double seconds = 0;
  if (!(words >> verb >> which) || !std::ranges::count(kVerbs, verb)) return false;
  if (verb == "flap" && (!(words >> seconds) || seconds <= 0)) return false;
  if (words >> rest) return false;
  const Duration every =
      std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
  if (which == "all") {
    for (std::size_t i = 0; i < faults_.size(); ++i) Apply(verb, i, every);
    return true;
  }
  std::size_t camera = 0;
  const char* const end = which.data() + which.size();
  const auto read = std::from_chars(which.data(), end, camera);
  if (read.ec != std::errc() || read.ptr != end || camera >= faults_.size()) return false;
  Apply(verb, camera, every);
  return true;
}

void Orders::Apply(const std::string& verb, std::size_t camera, Duration every) {
  CameraFaults& faults = faults_[camera];
  if (verb == "down") faults.down = true;
  if (verb == "freeze") faults.frozen = true;
  if (verb == "garbage") faults.garbage = true;
  if (verb == "flap") flaps_[camera] = Flap{.every = every, .last = now_};
  if (verb == "cut" || verb == "down") cameras_.Cut(camera);
  if (verb != "up") return;
  faults.down = faults.frozen = faults.garbage = false;
  flaps_[camera].reset();
}

void Orders::Act(Duration now) {
  now_ = now;
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    if (flaps_[i] && now - flaps_[i]->last >= flaps_[i]->every) {
      flaps_[i]->last = now;
      cameras_.Cut(i);
    }
    if (!faults_[i].garbage) continue;
    std::string bytes(kGarbageBytes, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    cameras_.Send(i, bytes);
  }
}

}  // namespace throng
