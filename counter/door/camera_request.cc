// One fixed-size record per packet, checked at both ends.
// SPDX-License-Identifier: Apache-2.0
#include "counter/door/camera_request.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <type_traits>

namespace throng {
namespace {

// Filled up with zeros, one at least.
using Text = std::array<char, CameraRequest::kMostText + 1>;

struct Record {
  CameraAsk ask;
  std::uint8_t scheme;  // 0: no challenge
  std::uint8_t qop_auth;
  std::array<std::uint8_t, 5> zeros;
  Text target;
  Text session;
  Text realm;
  Text nonce;
  Text opaque;
};
static_assert(std::is_trivially_copyable_v<Record> && sizeof(Record) == kCameraRequestBytes);

bool IsPlain(std::string_view text, bool spaces) {
  return text.size() <= CameraRequest::kMostText && std::ranges::all_of(text, [&](char c) {
           return c > ' ' - (spaces ? 1 : 0) && c <= '~' && c != '"' && c != '\\';
         });
}

bool IsUsable(const CameraRequest& request) {
  if (request.ask < CameraAsk::kDescribe || request.ask > CameraAsk::kGet) return false;
  if (!IsPlain(request.target, false) || !IsPlain(request.session, false)) return false;
  if (!request.challenge) return true;
  const LoginChallenge& challenge = *request.challenge;
  return challenge.scheme >= LoginScheme::kBasic &&
         challenge.scheme <= LoginScheme::kDigestSha256 && IsPlain(challenge.realm, true) &&
         IsPlain(challenge.nonce, true) && IsPlain(challenge.opaque, true);
}

Text Packed(std::string_view text) {
  Text packed{};
  std::ranges::copy(text, packed.begin());
  return packed;
}

// Up to the first zero; the whole, which is too long, if there is none.
std::string Unpacked(const Text& packed) {
  return {packed.begin(), std::ranges::find(packed, '\0')};
}

}  // namespace

Status WriteCameraRequest(int fd, const CameraRequest& request) {
  if (!IsUsable(request)) return Fault::kBadRequest;
  Record record{.ask = request.ask,
                .scheme = 0,
                .qop_auth = 0,
                .zeros = {},
                .target = Packed(request.target),
                .session = Packed(request.session),
                .realm = {},
                .nonce = {},
                .opaque = {}};
  if (request.challenge) {
    record.scheme = static_cast<std::uint8_t>(request.challenge->scheme);
    record.qop_auth = request.challenge->qop_auth ? 1 : 0;
    record.realm = Packed(request.challenge->realm);
    record.nonce = Packed(request.challenge->nonce);
    record.opaque = Packed(request.challenge->opaque);
  }
  ssize_t written = 0;
  do {
    written = ::write(fd, &record, sizeof record);
  } while (written < 0 && errno == EINTR);
  if (written != static_cast<ssize_t>(sizeof record)) return Fault::kInternal;
  return Done{};
}

Result<std::optional<CameraRequest>> ReadCameraRequest(int fd) {
  // One byte more, so that a longer packet is noticed.
  std::array<std::byte, sizeof(Record) + 1> bytes{};
  ssize_t got = 0;
  do {
    got = ::recv(fd, bytes.data(), bytes.size(), MSG_DONTWAIT);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::optional<CameraRequest>();
  if (got <= 0) return Fault::kEyeDied;
  if (got != static_cast<ssize_t>(sizeof(Record))) return Fault::kBadRequest;
  Record record{};
  std::copy_n(bytes.begin(), sizeof record, reinterpret_cast<std::byte*>(&record));
  CameraRequest request{.ask = record.ask,
                        .target = Unpacked(record.target),
                        .session = Unpacked(record.session),
                        .challenge = std::nullopt};
  if (record.scheme != 0) {
    request.challenge = LoginChallenge{.scheme = static_cast<LoginScheme>(record.scheme),
                                       .qop_auth = record.qop_auth != 0,
                                       .realm = Unpacked(record.realm),
                                       .nonce = Unpacked(record.nonce),
                                       .opaque = Unpacked(record.opaque)};
  }
  if (!IsUsable(request)) return Fault::kBadRequest;
  return std::optional<CameraRequest>(std::move(request));
}

}  // namespace throng
