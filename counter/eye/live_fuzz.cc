// Any bytes as what a live camera says: no crash, no hang, no request that throng would refuse.
// SPDX-License-Identifier: Apache-2.0
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "counter/base/check.h"
#include "counter/base/descriptor.h"
#include "counter/door/camera_request.h"
#include "counter/eye/live_source.h"
#include "counter/site/pose_for_test.h"

namespace {

// Goes on by a little whenever somebody looks, so that nothing is waited for.
class FastClock final : public throng::Clock {
 public:
  throng::Instant Now() const override { return throng::Instant(0); }
  throng::Duration Steady() const override { return now_ += std::chrono::milliseconds(50); }
  void SleepUntil(throng::Duration) override {}

 private:
  mutable throng::Duration now_{0};
};

void LookOn(std::unique_ptr<throng::LivePackets> packets, const throng::Brief& brief,
            const throng::Clock& clock) {
  const auto source = throng::LiveSource::Make(std::move(packets), brief, clock);
  for (int look = 0; source && look < 20; ++look) {
    if (!(*source)->ReadOn()) break;
    static_cast<void>((*source)->TakeNewest(std::chrono::seconds(2)));
  }
}

}  // namespace

// The first byte chooses the protocol; the rest is what the camera says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throng;  // NOLINT(google-build-using-namespace)
  constexpr std::size_t kMostBytes = std::size_t{64} * 1024;
  if (size == 0 || size > kMostBytes) return 0;
  const Descriptor camera(::memfd_create("camera", MFD_CLOEXEC));
  COUNTER_CHECK(::write(camera.get(), data + 1, size - 1) == static_cast<ssize_t>(size - 1));
  COUNTER_CHECK(::lseek(camera.get(), 0, SEEK_SET) == 0);
  std::array<int, 2> ends{};
  COUNTER_CHECK(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0);
  const Descriptor asks(ends[0]);
  const Descriptor throng(ends[1]);
  const Brief brief{.camera = PoseStraightDown({64, 48}),
                    .steps = {.every = std::chrono::seconds(15)},
                    .pace = Pace::kRealTime,
                    .live = (data[0] & 1U) != 0 ? CameraProtocol::kHttp : CameraProtocol::kRtsp,
                    .patches = {}};
  const FastClock clock;
  Result<std::unique_ptr<LivePackets>> packets =
      OpenConnection(camera.get(), asks.get(), *brief.live, clock);
  if (packets) LookOn(*std::move(packets), brief, clock);
  while (true) {
    const Result<std::optional<CameraRequest>> request = ReadCameraRequest(throng.get());
    COUNTER_CHECK(request);
    if (!*request) break;
  }
  return 0;
}
