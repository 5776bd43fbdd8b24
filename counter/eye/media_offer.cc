// Lines of an SDP: those of the session, then those of each medium.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/media_offer.h"

namespace throng {
namespace {

constexpr std::string_view kControl = "a=control:";

// "*" stands for the session itself.
std::string ControlIn(std::string_view line) {
  line.remove_prefix(kControl.size());
  return line == "*" ? std::string() : std::string(line);
}

}  // namespace

std::optional<MediaOffer> VideoIn(std::string_view sdp) {
  MediaOffer offer;
  enum class In { kSession, kVideo, kOther } in = In::kSession;
  bool found = false;
  while (!sdp.empty()) {
    const std::size_t end = sdp.find_first_of("\r\n");
    const std::string_view line = sdp.substr(0, end);
    sdp.remove_prefix(end == std::string_view::npos ? sdp.size() : end + 1);
    if (line.empty()) continue;
    if (line.starts_with("m=")) {
      const bool is_video = line.starts_with("m=video ") && line.find(" RTP/") != line.npos;
      in = is_video && !found ? In::kVideo : In::kOther;
      found = found || is_video;
    }
    if (in == In::kOther) continue;
    // An address to look up, and another container inside of a line: nothing for FFmpeg.
    if (line.starts_with("c=") || line.starts_with("a=pgmpu:")) continue;
    offer.description.append(line).append("\r\n");
    if (line.starts_with(kControl)) {
      (in == In::kSession ? offer.aggregate : offer.control) = ControlIn(line);
    }
  }
  if (!found) return std::nullopt;
  return offer;
}

}  // namespace throng
