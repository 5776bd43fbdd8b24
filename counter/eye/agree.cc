// Request and answer, until the camera sends.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/agree.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "counter/door/camera_request.h"
#include "counter/eye/media_offer.h"
#include "counter/eye/response.h"

namespace throng {
namespace {

class Talk {
 public:
  Talk(Connection& connection, int requests_fd, const Clock& clock)
      : connection_(connection),
        requests_fd_(requests_fd),
        clock_(clock),
        until_(clock.Steady() + kMostAgreeing) {}

  Status Say(const CameraRequest& request) const {
    const Status said = WriteCameraRequest(requests_fd_, request);
    // It is made of what the camera said.
    if (!said && said.error() == Fault::kBadRequest) return Fault::kCameraNotLive;
    return said;
  }

  // The answer to what was said last.
  Result<Response> Hear(bool with_bodies) const {
    while (true) {
      Result<std::optional<Response>> response = TakeResponse(connection_, with_bodies);
      if (!response) return response.error();
      if (*response && (*response)->status >= 200) return **std::move(response);
      if (*response) continue;  // not yet the answer
      const Connection::Came came = connection_.Read();
      if (came == Connection::Came::kEnd) return Fault::kCameraHungUp;
      if (came == Connection::Came::kSome) continue;
      const Duration left = until_ - clock_.Steady();
      if (left <= Duration(0)) return Fault::kCameraSilent;
      connection_.Await(left);
    }
  }

  // The good answer to `request`, which is said once more where the camera wants a login; throng
  // remembers how for the requests behind it.
  Result<Response> Ask(CameraRequest request, bool with_bodies) {
    while (true) {
      const Status said = Say(request);
      if (!said) return said.error();
      Result<Response> response = Hear(with_bodies);
      if (!response) return response.error();
      if (response->status == 200) return response;
      if (response->status != 401) return FaultOf(response->status);
      if (logged_in_ || request.ask == CameraAsk::kSetup) return Fault::kLoginRefused;
      request.challenge = ChallengeIn(*response);
      if (!request.challenge) return Fault::kCameraRefuses;  // a kind of login we do not know
      logged_in_ = true;
    }
  }

 private:
  static Fault FaultOf(int status) {
    if (status == 404 || status == 454) return Fault::kNoSuchStream;
    if (status == 403) return Fault::kLoginRefused;
    return Fault::kCameraRefuses;
  }

  Connection& connection_;
  int requests_fd_;
  const Clock& clock_;
  Duration until_;
  bool logged_in_ = false;
};

bool IsUrl(std::string_view target) { return target.find("://") != target.npos; }

// `target` as the camera means it: what is no URL stands behind `base`, if it names one.
std::string Resolved(std::string_view base, const std::string& target) {
  if (IsUrl(target) || base.empty()) return target;
  const bool joins = base.ends_with('/') || target.empty();
  return std::string(base) + (joins ? "" : "/") + target;
}

// "12345678;timeout=60" -> "12345678".
std::string SessionIn(const Response& response) {
  const std::string_view value = response.Value("session");
  const std::string_view session = value.substr(0, value.find(';'));
  return std::string(session.substr(0, session.find_last_not_of(' ') + 1));
}

// "...;interleaved=2-3;..." -> 2; 0 where the camera does not say.
int ChannelIn(const Response& response) {
  constexpr std::string_view kName = "interleaved=";
  const std::string_view value = response.Value("transport");
  const std::size_t at = value.find(kName);
  int channel = 0;
  if (at == value.npos) return channel;
  const std::string_view number = value.substr(at + kName.size());
  std::from_chars(number.data(), number.data() + number.size(), channel);
  return channel;
}

}  // namespace

Result<RtpStream> AgreeByRtsp(Connection& connection, int requests_fd, const Clock& clock) {
  Talk talk(connection, requests_fd, clock);
  const Result<Response> described = talk.Ask({.ask = CameraAsk::kDescribe}, true);
  if (!described) return described.error();
  const std::optional<MediaOffer> offer = VideoIn(described->body);
  if (!offer) return Fault::kNotVideo;
  const std::string_view base = described->Value("content-base");
  const Result<Response> set_up =
      talk.Ask({.ask = CameraAsk::kSetup, .target = Resolved(base, offer->control)}, true);
  if (!set_up) return set_up.error();
  const Status playing = talk.Say({.ask = CameraAsk::kPlay,
                                   .target = Resolved(base, offer->aggregate),
                                   .session = SessionIn(*set_up)});
  if (!playing) return playing.error();
  return RtpStream{.description = offer->description, .channel = ChannelIn(*set_up)};
}

Status AgreeByHttp(Connection& connection, int requests_fd, const Clock& clock) {
  const Result<Response> got =
      Talk(connection, requests_fd, clock).Ask({.ask = CameraAsk::kGet}, false);
  if (!got) return got.error();
  if (!got->Value("content-type").starts_with("multipart/")) return Fault::kNotVideo;
  return Done{};
}

}  // namespace throng
