// The program that sees one camera: video on descriptor 0, tallies on 3, brief on 4, model on 5.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/door/brief.h"
#include "counter/door/limits.h"
#include "counter/door/sandbox.h"
#include "counter/door/unsafe.h"
#include "counter/eye/capture.h"
#include "counter/eye/capture_driver.h"
#include "counter/eye/density.h"
#include "counter/eye/frame.h"
#include "counter/eye/look.h"
#include "counter/eye/sealed_code.h"
#include "counter/eye/wiping_free.h"

namespace throng {
namespace {

constexpr int kVideo = 0;
constexpr int kDoor = 3;
constexpr int kBrief = 4;  // and requests, if its live camera is spoken to
constexpr int kModel = 5;  // only if the brief says so

// One that watch replaces after 15 minutes needs no more than that of its one thread; and what it
// takes to come from the file's beginning to its first step, no slower than the recording.
std::optional<std::chrono::seconds> MostProcessorTime(const Brief& brief) {
  const bool can_be_read_again = brief.live || ::lseek(kVideo, 0, SEEK_CUR) >= 0;
  const bool is_replaced = brief.pace == Pace::kRealTime && can_be_read_again;
  if (!is_replaced) return std::nullopt;
  const Duration before = brief.steps.every * static_cast<std::int64_t>(brief.first_step);
  return std::chrono::ceil<std::chrono::seconds>(before) + std::chrono::minutes(20);
}

Status Run() {
  static_cast<void>(FreeWipes());  // links it in: from the start, what is freed is overwritten
  const Status closed = CloseBehind();
  if (!closed) return closed.error();
  const Result<Brief> brief = ReadBrief(kBrief);
  if (!brief) return brief.error();
  if (brief->inspected) {
    const Status allowed = AllowInspection();
    if (!allowed) return allowed.error();
  }
  Result<std::unique_ptr<DensityModel>> model = MakeDensityModel(*brief, kModel);
  if (!model) return model.error();
  // The libraries write code for this processor at their first picture; then it is sealed.
  const Result<DensityMap> of_nothing = (*model)->DensityOf(Frame(brief->camera.picture, {}));
  if (!of_nothing) return of_nothing.error();
  const Status sealed = SealCode();
  if (!sealed) return sealed.error();
  std::unique_ptr<LivePackets> device;
  if (brief->live == CameraProtocol::kDevice) {
    auto capture = Capture::Start(std::make_unique<OpenDevice>(kVideo), brief->camera.picture);
    if (!capture) return capture.error();
    device = *std::move(capture);
  }
  const Status locked =
      LockDown({.most_processor_time = MostProcessorTime(*brief), .live = brief->live});
  if (!locked) return locked.error();
  SystemClock clock;
  if (device) return LookLive(std::move(device), kDoor, *brief, **model, clock);
  if (brief->live) return LookLive(kVideo, kDoor, kBrief, *brief, **model, clock);
  return Look(kVideo, kDoor, *brief, **model, clock);
}

}  // namespace
}  // namespace throng

// Exits with 0 when the video ended as it should, otherwise with the number of the Fault.
int main() {
  const throng::Status status = throng::Run();
  const int code = status ? 0 : static_cast<int>(status.error());
  // Without the libraries' last words: they would make calls that are forbidden by now.
  if constexpr (!throng::kUnsafeBuild) ::_exit(code);
  return code;
}
