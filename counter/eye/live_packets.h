// Coded pictures of a live camera, one by one, as far as they have come.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/eye/agree.h"
#include "counter/eye/connection.h"
#include "counter/eye/libav.h"
#include "counter/site/address.h"

namespace throng {

class LivePackets {
 public:
  virtual ~LivePackets() = default;

  // The next whole picture that has come, nothing if none is whole. Does not wait. Valid until the
  // next call. Faults: kCameraHungUp, kCameraNotLive, kCameraRefuses; kDeviceGone of a device.
  virtual Result<const AVPacket*> Next() = 0;

  // Lets go of what is not whole yet, and of what is left of those that were; the next picture may
  // be missing, and the last one that was given out is gone.
  virtual void Forget() = 0;

  // Whether part of a picture has come that Forget() cannot let go of: it goes with the eye.
  virtual bool HoldsPart() const = 0;

  virtual const AVCodecParameters& codec() const = 0;
};

// Comes to terms with the camera at the other end of `connection_fd` (the caller's), and asks for
// its pictures through `requests_fd`. Faults: those of agree.h; kNotVideo.
Result<std::unique_ptr<LivePackets>> OpenConnection(int connection_fd, int requests_fd,
                                                    CameraProtocol protocol, const Clock& clock);

// RTP between RTSP's messages on one connection, put together by FFmpeg. Fault::kNotVideo if
// the codec is none that may run.
Result<std::unique_ptr<LivePackets>> OpenRtp(std::unique_ptr<Connection> connection,
                                             const RtpStream& stream);

// JPEG pictures of a multipart message (RFC 2046, section 5.1), as cameras send it: a part's length
// stands in its head, or the part ends where the next boundary stands.
std::unique_ptr<LivePackets> OpenJpegParts(std::unique_ptr<Connection> connection);

}  // namespace throng
