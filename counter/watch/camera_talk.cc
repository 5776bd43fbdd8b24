// Requests of RTSP 1.0 (RFC 2326) and HTTP 1.1, with the login that the camera wants.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/camera_talk.h"

#include <algorithm>
#include <utility>

#include "counter/watch/login_proof.h"

namespace throng {
namespace {

// A whole URL, not what stands behind the camera's own.
bool IsRtspUrl(std::string_view target) {
  constexpr std::string_view kScheme = "rtsp://";
  const auto small = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(target.substr(0, kScheme.size()), kScheme, {}, small);
}

std::string SessionLine(std::string_view session) {
  if (session.empty()) return "";
  return "Session: " + std::string(session) + "\r\n";
}

// Host and port as they were written.
std::string HostOf(const CameraAddress& address) {
  constexpr std::string_view kScheme = "http://";
  const std::string_view rest = std::string_view(address.url).substr(kScheme.size());
  return std::string(rest.substr(0, rest.find_first_of("/?")));
}

}  // namespace

CameraTalk::CameraTalk(CameraAddress address, std::optional<Login> login,
                       std::optional<LoginChallenge> challenge)
    : address_(std::move(address)), login_(std::move(login)), challenge_(std::move(challenge)) {}

CameraTalk::~CameraTalk() {
  if (login_) Wipe(login_->password);
}

bool CameraTalk::MayFollow(const CameraRequest& request) const {
  const bool is_get = request.ask == CameraAsk::kGet;
  if (is_get == is_rtsp()) return false;
  if (is_get && !request.target.empty()) return false;
  if (request.ask != CameraAsk::kPlay && !request.session.empty()) return false;
  switch (request.ask) {
    case CameraAsk::kDescribe:
    case CameraAsk::kGet:
      return said_ == (request.challenge ? Said::kFirst : Said::kNothing);
    case CameraAsk::kSetup:
      return !request.challenge && (said_ == Said::kFirst || said_ == Said::kProved);
    case CameraAsk::kPlay:
      return !request.challenge && said_ == Said::kSetUp;
  }
  return false;
}

std::string CameraTalk::UrlOf(std::string_view target) const {
  if (target.empty()) return address_.url;
  if (IsRtspUrl(target)) return std::string(target);
  const bool has_slash = address_.url.ends_with('/') || target.starts_with('/');
  return address_.url + (has_slash ? "" : "/") + std::string(target);
}

Result<std::string> CameraTalk::Compose(std::string_view method, const std::string& uri,
                                        std::string_view headers, std::string_view cnonce) {
  std::string text = std::string(method) + " " + uri;
  text += is_rtsp() ? " RTSP/1.0\r\nCSeq: " + std::to_string(++asked_) + "\r\n"
                    : " HTTP/1.0\r\nHost: " + HostOf(address_) + "\r\n";
  text += "User-Agent: throng\r\n";
  text += headers;
  if (login_ && challenge_) {
    Result<std::string> proof = ProveLogin(
        *login_, *challenge_, {.method = method, .uri = uri, .count = ++proved_, .cnonce = cnonce});
    if (!proof) return proof.error();
    // In one piece, so that no copy stays behind where the text grows.
    text.reserve(text.size() + proof->size() + 32);
    text += "Authorization: ";
    text += *proof;
    text += "\r\n";
    Wipe(*proof);
  }
  text += "\r\n";
  return text;
}

Result<std::string> CameraTalk::Say(const CameraRequest& request, std::string_view cnonce) {
  if (!MayFollow(request)) return Fault::kBadRequest;
  if (request.challenge) {
    // An eye, or who sits between, could say so to have the password.
    const bool in_clear = request.challenge->scheme == LoginScheme::kBasic;
    if (in_clear && login_ && !login_->may_go_in_clear) return Fault::kLoginInClear;
    challenge_ = request.challenge;
    proved_ = 0;
    if (!login_) return Fault::kLoginMissing;
  }
  switch (request.ask) {
    case CameraAsk::kDescribe:
      said_ = request.challenge ? Said::kProved : Said::kFirst;
      return Compose("DESCRIBE", UrlOf(request.target), "Accept: application/sdp\r\n", cnonce);
    case CameraAsk::kSetup:
      said_ = Said::kSetUp;
      return Compose("SETUP", UrlOf(request.target),
                     "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n", cnonce);
    case CameraAsk::kPlay:
      said_ = Said::kAll;
      session_ = request.session;
      return Compose("PLAY", UrlOf(request.target), SessionLine(session_) + "Range: npt=0.000-\r\n",
                     cnonce);
    case CameraAsk::kGet:
      said_ = request.challenge ? Said::kAll : Said::kFirst;
      return Compose("GET", address_.path,
                     "Accept: multipart/x-mixed-replace, image/jpeg\r\nConnection: keep-alive\r\n",
                     cnonce);
  }
  return Fault::kBadRequest;
}

Result<std::string> CameraTalk::KeepAlive(std::string_view cnonce) {
  return Compose("OPTIONS", address_.url, SessionLine(session_), cnonce);
}

}  // namespace throng
