// One thread, which serves one viewer.
// SPDX-License-Identifier: Apache-2.0
#include "tests/wall/raw_camera.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <string_view>
#include <utility>

#include "counter/base/check.h"

namespace throng {
namespace {

constexpr int kNoticeEndMs = 50;
constexpr int kMostViewers = 64;  // who wait to be let in

bool SendAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

RawCamera::RawCamera(std::vector<Piece> pieces)
    : pieces_(std::move(pieces)), listens_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool listening =
      ::bind(listens_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(listens_.get(), kMostViewers) == 0;
  COUNTER_CHECK(listening);
  plays_ = std::jthread([this](const std::stop_token& stop) { Play(stop); });
}

RawCamera::~RawCamera() {
  plays_.request_stop();
  plays_.join();
}

std::string RawCamera::Address() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listens_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/raw";
}

std::string RawCamera::PartOf(const std::vector<std::uint8_t>& jpeg) {
  return "--part\r\nContent-Type: image/jpeg\r\nContent-Length: " + std::to_string(jpeg.size()) +
         "\r\n\r\n" + std::string(jpeg.begin(), jpeg.end()) + "\r\n";
}

void RawCamera::Play(const std::stop_token& stop) {
  const auto wait_for = [&](int fd) {
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    while (!stop.stop_requested() && ::poll(&waiting, 1, kNoticeEndMs) == 0) {
    }
    return !stop.stop_requested();
  };
  if (!wait_for(listens_.get())) return;
  const Descriptor viewer(::accept4(listens_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  std::array<char, 4096> request{};
  if (!wait_for(viewer.get()) || ::recv(viewer.get(), request.data(), request.size(), 0) <= 0) {
    return;
  }
  bool hears = SendAll(viewer.get(),
                       "HTTP/1.1 200 OK\r\n"
                       "Content-Type: multipart/x-mixed-replace; boundary=part\r\n\r\n");
  for (std::size_t i = 0; hears && i < pieces_.size() && !stop.stop_requested(); ++i) {
    std::this_thread::sleep_for(pieces_[i].pause_before);
    hears = SendAll(viewer.get(), pieces_[i].bytes);
  }
  said_all_ = hears;
  while (!stop.stop_requested()) {  // the others wait in the queue of the listener
    std::this_thread::sleep_for(std::chrono::milliseconds(kNoticeEndMs));
  }
}

}  // namespace throng
