// Bare pictures (YUV4MPEG2) through a pipe: what an eye decodes of them are the same bytes.
// SPDX-License-Identifier: Apache-2.0
#include "counter/audit/canary.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <string.h>  // explicit_bzero
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "counter/audit/needles.h"
#include "counter/base/descriptor.h"
#include "counter/door/brief.h"
#include "counter/watch/eye_process.h"

namespace throng {
namespace {

constexpr ImageSize kSize{160, 120};
constexpr std::size_t kPictureBytes = std::size_t{kSize.width_px} * kSize.height_px * 3 / 2;
constexpr int kPictures = 8;  // at 25 a second
constexpr int kPipeBytes = 1 << 20;

// From 5 m above the ground, 40 degrees down.
CameraPose Pose() {
  constexpr double kTilt = 40 * 3.14159265358979 / 180;
  const double c = std::cos(kTilt);
  const double s = std::sin(kTilt);
  return {.picture = kSize,
          .focal_px = 140,
          .camera_from_site = {1, 0, 0, 0, -s, -c, 0, c, -s},
          .site_origin_m = {0, 5 * c, 5 * s}};
}

Brief BriefForCanary() {
  return {.camera = Pose(),
          .steps = {.every = std::chrono::seconds(5)},
          .pace = Pace::kRealTime,
          .inspected = true,
          .model = Model::kNet,
          .patches = {{{5, 40}, {155, 40}, {155, 115}, {5, 115}}}};
}

bool Send(int fd, const void* bytes, std::size_t size) {
  return ::write(fd, bytes, size) == static_cast<ssize_t>(size);
}

// Random pictures; three needles of each are kept.
bool SendPictures(int fd, Needles& needles) {
  const std::string header =
      fmt::format("YUV4MPEG2 W{} H{} F25:1 Ip A1:1 C420jpeg\n", kSize.width_px, kSize.height_px);
  bool sent = Send(fd, header.data(), header.size());
  std::random_device random;
  std::vector<std::uint8_t> picture(kPictureBytes);
  for (int i = 0; i < kPictures; ++i) {
    for (std::uint8_t& byte : picture) byte = static_cast<std::uint8_t>(random() % 220 + 16);
    for (std::size_t j = 1; j <= 3; ++j) {
      needles.Add("plane", i, std::span(picture).subspan(j * kPictureBytes / 4));
    }
    sent = sent && Send(fd, "FRAME\n", 6) && Send(fd, picture.data(), picture.size());
  }
  ::explicit_bzero(picture.data(), picture.size());
  return sent;
}

int CountOf(const Found& found) {
  int count = 0;
  for (const auto& [what, times] : found) count += times;
  return count;
}

// In the memory of the eye, the youngest of this process's family; the one that waits for it was
// there before the first picture.
std::optional<int> CountInEye(const Needles& needles) {
  Found found;
  if (!SearchMemory(FamilyOf(::getpid()).back(), needles, found)) return std::nullopt;
  return CountOf(found);
}

}  // namespace

Result<CanaryCount> RunCanary(const std::filesystem::path& eye_program) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return Fault::kInternal;
  const Descriptor video(ends[0]);
  const Descriptor camera(ends[1]);
  if (::fcntl(camera.get(), F_SETPIPE_SZ, kPipeBytes) < 0) return Fault::kNotPermitted;
  Needles needles;
  if (!SendPictures(camera.get(), needles)) return Fault::kInternal;
  const Result<EyeProcess> eye =
      EyeProcess::Start(eye_program, video.get(), BriefForCanary(), Descriptor());
  if (!eye) return eye.error();
  pollfd told{.fd = eye->door_fd(), .events = POLLIN, .revents = 0};
  constexpr int kMostMs = 10'000;
  if (::poll(&told, 1, kMostMs) != 1 || (told.revents & POLLIN) == 0) return Fault::kEyeDied;
  const std::optional<int> in_use = CountInEye(needles);
  // The eye takes its pictures at their pace; the last one after a third of a second.
  std::this_thread::sleep_for(std::chrono::milliseconds(400 + 2000));
  const std::optional<int> left = CountInEye(needles);
  if (!in_use || !left) return Fault::kNotPermitted;
  // An eye that died forgets everything; that proves nothing.
  if (::poll(&told, 1, 0) < 0 || (told.revents & POLLHUP) != 0) return Fault::kEyeDied;
  Found here;
  if (!SearchMemory(::getpid(), needles, here)) return Fault::kNotPermitted;
  return CanaryCount{
      .needles = 3 * kPictures, .in_use = *in_use, .left_eye = *left, .left_here = CountOf(here)};
}

Finding FindingOnCanary(const Result<CanaryCount>& count) {
  Finding finding{
      .promise = "A frame is forgotten within 2 seconds, also when the camera falls silent",
      .checked =
          "an eye of this audit's own was given 8 pictures of random pixels; all memory of "
          "the eye and of this program was searched for pieces of 48 bytes of them",
      .by_hand = "sh tests/run.sh -R wall/   (in the source; as root; every stage of a picture)"};
  if (!count) {
    finding.figure = fmt::format("not measured: {}", Describe(count.error()));
    return finding;
  }
  finding.figure = fmt::format("{} found while the eye had them, {} in it and {} here afterwards",
                               count->in_use, count->left_eye, count->left_here);
  if (count->left_eye > 0 || count->left_here > 0) {
    finding.verdict = Outcome::kBroken;
  } else if (count->in_use > 0) {
    finding.verdict = Outcome::kHolds;
  } else {
    finding.figure += "; a search that finds nothing proves nothing";
  }
  return finding;
}

}  // namespace throng
