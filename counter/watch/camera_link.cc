// Dials a camera, writes what its eye may ask, and watches the connection without reading it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/camera_link.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "counter/watch/camera_talk.h"
#include "counter/watch/host_lookup.h"
#include "counter/watch/login_proof.h"

namespace throng {
namespace {

// For an eye to read the last answer of a camera that closed the connection behind it, and to ask
// once more: the challenge in it is good for the next link.
constexpr Duration kLastWords = std::chrono::seconds(2);

constexpr int kUnheardWithinMs = 10'000;
constexpr int kProbedAfterS = 10;  // of silence; then as often as:
constexpr int kProbedEveryS = 5;
constexpr int kNone = -1;  // poll() passes over it

void SetOption(int fd, int level, int option, int value) {
  // One that the system does not have costs time when a camera vanishes, and nothing else.
  static_cast<void>(::setsockopt(fd, level, option, &value, sizeof value));
}

// What has happened to `fd`, of `events`, errors and hang-ups.
short Look(int fd, short events) {
  pollfd look{.fd = fd, .events = events, .revents = 0};
  return ::poll(&look, 1, 0) == 1 ? look.revents : short{0};
}

// Blocking from now on for whoever reads it, and noticed when the other end is gone.
bool Settle(int fd) {
  SetOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  SetOption(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  SetOption(fd, IPPROTO_TCP, TCP_KEEPIDLE, kProbedAfterS);
  SetOption(fd, IPPROTO_TCP, TCP_KEEPINTVL, kProbedEveryS);
  SetOption(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, kUnheardWithinMs);
  const int flags = ::fcntl(fd, F_GETFL);
  return flags >= 0 && ::fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0;
}

}  // namespace

struct CameraLink::Parts {
  Parts(CameraAddress address, std::optional<Login> login, std::optional<LoginChallenge> challenge,
        const Clock& its_clock, LinkOptions its_options)
      : talk(std::move(address), std::move(login), std::move(challenge)),
        clock(&its_clock),
        options(its_options),
        until(its_clock.Steady() + its_options.connected_within) {}

  void Fail(Fault fault);
  void HearLookup();
  void TryNextAddress();
  void HearConnect();
  void Connected();
  void HearCamera();
  void HearEye();
  void Say(const CameraRequest& request);
  void Send(Result<std::string> text);
  bool MayBePlaying() const;
  void GiveUpWaiting();
  void Play();
  void KeepPlaying();

  CameraTalk talk;
  const Clock* clock;
  LinkOptions options;
  State state = State::kDialling;
  std::optional<Fault> why;
  std::optional<HostLookup> lookup;
  std::vector<HostAddress> addresses;
  std::size_t tried = 0;  // of `addresses`
  Descriptor socket;
  Descriptor requests;
  Duration until;  // dialling and agreeing may take; when playing, the next sign of life is due
  Duration attempt_until{};  // the one with the latest address
  bool hung_up = false;      // the camera, which may have said something before that
};

// The eye that reads the connection sees its end.
void CameraLink::Parts::Fail(Fault fault) {
  ::shutdown(socket.get(), SHUT_RDWR);
  lookup.reset();
  requests.Close();
  state = State::kFailed;
  why = fault;
}

void CameraLink::Parts::HearLookup() {
  std::optional<Result<std::vector<HostAddress>>> answer = lookup->Answer();
  if (!answer) {
    if (clock->Steady() >= until) Fail(Fault::kHostUnknown);
    return;
  }
  lookup.reset();
  if (!*answer) return Fail(answer->error());
  addresses = **std::move(answer);
  TryNextAddress();
}

// Each address that is left gets an equal share of the time that is left.
void CameraLink::Parts::TryNextAddress() {
  while (tried < addresses.size()) {
    const Duration now = clock->Steady();
    attempt_until = now + (until - now) / static_cast<std::int64_t>(addresses.size() - tried);
    const HostAddress& next = addresses[tried++];
    const auto* const address = reinterpret_cast<const sockaddr*>(&next.address);
    socket = Descriptor(
        ::socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    if (::connect(socket.get(), address, next.size_bytes) == 0) return Connected();
    if (errno == EINPROGRESS || errno == EINTR) return;
  }
  Fail(Fault::kCameraUnreachable);
}

void CameraLink::Parts::HearConnect() {
  if (Look(socket.get(), POLLOUT) == 0) {
    if (clock->Steady() >= attempt_until) TryNextAddress();
    return;
  }
  int error = 0;
  socklen_t size = sizeof error;
  const bool told = ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0;
  if (!told || error != 0) return TryNextAddress();
  Connected();
}

void CameraLink::Parts::Connected() {
  if (!Settle(socket.get())) return Fail(Fault::kInternal);
  state = State::kConnected;
  // It is not the camera's fault if the machine is slow to start an eye.
  until = clock->Steady() + options.asked_within;
}

void CameraLink::Parts::HearCamera() {
  if (hung_up || Look(socket.get(), POLLRDHUP) == 0) return;
  hung_up = true;
  if (!talk.anything_said()) return Fail(Fault::kCameraHungUp);
  until = std::min(until, clock->Steady() + kLastWords);
}

void CameraLink::Parts::HearEye() {
  while (state == State::kConnected && requests) {
    const Result<std::optional<CameraRequest>> request = ReadCameraRequest(requests.get());
    if (request && !*request) return;
    if (request) {
      Say(**request);
    } else if (request.error() == Fault::kEyeDied) {
      MayBePlaying() ? Play() : Fail(hung_up ? Fault::kCameraHungUp : Fault::kEyeDied);
    } else {
      Fail(request.error());
    }
  }
}

// With HTTP only the eye learns whether pictures come. One that closes its end has nothing more to
// ask, and one that asked nothing more in time had no need to.
bool CameraLink::Parts::MayBePlaying() const { return !talk.is_rtsp() && talk.anything_said(); }

void CameraLink::Parts::GiveUpWaiting() {
  if (hung_up) return Fail(Fault::kCameraHungUp);
  MayBePlaying() ? Play() : Fail(Fault::kCameraNotLive);
}

void CameraLink::Parts::Say(const CameraRequest& request) {
  const bool first = !talk.anything_said();
  Result<std::string> text = talk.Say(request, NewCnonce());
  if (text && hung_up) return Fail(Fault::kCameraHungUp);  // its challenge is known now
  Send(std::move(text));
  if (first || MayBePlaying()) until = clock->Steady() + options.playing_within;  // for its answer
  if (state == State::kConnected && talk.all_said()) Play();
}

void CameraLink::Parts::Send(Result<std::string> text) {
  if (!text) return Fail(text.error());
  ssize_t sent = 0;
  do {
    sent = ::send(socket.get(), text->data(), text->size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  // Less than 3 KiB at a time fit in any buffer, but in that of a camera that takes nothing more.
  const bool whole = std::cmp_equal(sent, text->size());
  Wipe(*text);
  if (!whole) Fail(Fault::kCameraHungUp);
}

void CameraLink::Parts::Play() {
  state = State::kPlaying;
  requests.Close();
  until = clock->Steady() + options.kept_alive_every;
}

// The end of what the camera says is for the eye to find, behind all that came before it.
void CameraLink::Parts::KeepPlaying() {
  if (Look(socket.get(), 0) != 0) return Fail(Fault::kCameraHungUp);
  if (!talk.is_rtsp() || clock->Steady() < until) return;
  until = clock->Steady() + options.kept_alive_every;
  Send(talk.KeepAlive(NewCnonce()));
}

CameraLink::CameraLink(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
CameraLink::CameraLink(CameraLink&&) noexcept = default;
CameraLink& CameraLink::operator=(CameraLink&&) noexcept = default;
CameraLink::~CameraLink() = default;

CameraLink CameraLink::Dial(CameraAddress address, std::optional<Login> login,
                            std::optional<LoginChallenge> challenge, const Clock& clock,
                            LinkOptions options) {
  Result<HostLookup> lookup = HostLookup::Start(address.host, address.port);
  CameraLink link(std::make_unique<Parts>(std::move(address), std::move(login),
                                          std::move(challenge), clock, options));
  if (lookup) {
    link.parts_->lookup = *std::move(lookup);
    link.Act();
  } else {
    link.parts_->Fail(lookup.error());
  }
  return link;
}

CameraLink::State CameraLink::state() const { return parts_->state; }

Fault CameraLink::why() const {
  COUNTER_CHECK(parts_->why.has_value());
  return *parts_->why;
}

int CameraLink::socket_fd() const { return parts_->socket.get(); }

void CameraLink::SpeakFor(Descriptor requests) {
  COUNTER_CHECK(parts_->state == State::kConnected);
  parts_->requests = std::move(requests);
}

std::array<pollfd, 2> CameraLink::Awaited() const {
  std::array<pollfd, 2> awaited{pollfd{.fd = kNone, .events = 0, .revents = 0},
                                pollfd{.fd = kNone, .events = 0, .revents = 0}};
  switch (parts_->state) {
    case State::kDialling:
      awaited[0].fd = parts_->lookup ? parts_->lookup->fd() : parts_->socket.get();
      awaited[0].events = parts_->lookup ? POLLIN : POLLOUT;
      break;
    case State::kConnected:
      if (!parts_->hung_up) awaited[0].fd = parts_->socket.get();
      awaited[0].events = POLLRDHUP;
      awaited[1].fd = parts_->requests.get();
      awaited[1].events = POLLIN;
      break;
    case State::kPlaying:
      awaited[0].fd = parts_->socket.get();  // for errors and hang-ups, which always wake
      break;
    case State::kFailed:
      break;
  }
  return awaited;
}

Duration CameraLink::due() const {
  const bool never = parts_->state == State::kFailed ||
                     (parts_->state == State::kPlaying && !parts_->talk.is_rtsp());
  if (never) return Duration::max();
  const bool connecting = parts_->state == State::kDialling && !parts_->lookup;
  return connecting ? parts_->attempt_until : parts_->until;
}

void CameraLink::Act() {
  if (parts_->lookup) parts_->HearLookup();
  if (parts_->state == State::kDialling && !parts_->lookup) parts_->HearConnect();
  if (parts_->state == State::kConnected) parts_->HearCamera();
  if (parts_->state == State::kConnected) parts_->HearEye();
  const bool late = parts_->clock->Steady() >= parts_->until;
  if (parts_->state == State::kConnected && late) parts_->GiveUpWaiting();
  if (parts_->state == State::kPlaying) parts_->KeepPlaying();
}

const std::optional<LoginChallenge>& CameraLink::challenge() const {
  return parts_->talk.challenge();
}

}  // namespace throng
