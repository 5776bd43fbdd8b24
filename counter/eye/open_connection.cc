// First to come to terms, then to read pictures.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "counter/eye/agree.h"
#include "counter/eye/live_packets.h"

namespace throng {

Result<std::unique_ptr<LivePackets>> OpenConnection(int connection_fd, int requests_fd,
                                                    CameraProtocol protocol, const Clock& clock) {
  auto connection = std::make_unique<Connection>(connection_fd);
  if (protocol == CameraProtocol::kHttp) {
    const Status agreed = AgreeByHttp(*connection, requests_fd, clock);
    if (!agreed) return agreed.error();
    return OpenJpegParts(std::move(connection));
  }
  const Result<RtpStream> stream = AgreeByRtsp(*connection, requests_fd, clock);
  if (!stream) return stream.error();
  return OpenRtp(std::move(connection), *stream);
}

}  // namespace throng
