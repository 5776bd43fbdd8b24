// Pictures of a camera in this machine (Video4Linux), each wiped from the driver once it is taken.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "counter/base/result.h"
#include "counter/eye/capture_driver.h"
#include "counter/eye/libav.h"
#include "counter/eye/live_packets.h"
#include "counter/site/geometry.h"

namespace throng {

class Capture final : public LivePackets {
 public:
  // Has the camera send pictures of this size, as few a second as it can, but some. Takes every
  // call that a locked eye cannot make; no picture is looked at. The rules of the driver's are in
  // the kernel's manual, "Video for Linux API". Faults: kNotVideo (no camera, or no format that we
  // know), kWrongPictureSize (it has none of this size), kDeviceBusy, kDeviceGone, kInternal.
  static Result<std::unique_ptr<Capture>> Start(std::unique_ptr<CaptureDriver> driver,
                                                ImageSize size);
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture() override;

  // Also kDeviceGone. A picture that the driver calls damaged is left out.
  Result<const AVPacket*> Next() override;
  void Forget() override;
  bool HoldsPart() const override { return false; }
  const AVCodecParameters& codec() const override { return *codec_; }

 private:
  explicit Capture(std::unique_ptr<CaptureDriver> driver);
  Status ChooseFormat(ImageSize size);
  void AskForFewPictures();
  Status MapBuffers();
  Status Begin();
  bool Copy(std::span<const std::uint8_t> picture);

  std::unique_ptr<CaptureDriver> driver_;
  AvParametersOwner codec_;
  AvPacketOwner packet_;
  int bytes_per_line_ = 0;                        // of the driver's first plane; raw formats only
  std::vector<std::span<std::uint8_t>> buffers_;  // the driver's memory
};

}  // namespace throng
