// Cameras that send MJPEG over HTTP: one picture after the other, in parts of one endless answer.
// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "counter/base/descriptor.h"
#include "tests/live/cameras.h"
#include "tests/live/http_login.h"

namespace throng {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kBoundary = "throngpicture";
constexpr std::size_t kMostRequestBytes = 16'384;
constexpr int kNoticeEndMs = 100;

bool SendAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

struct Request {
  std::string target;
  std::string proof;  // behind "Authorization: ", if it was there
};

// Nothing if the viewer leaves, or says what is no GET.
std::optional<Request> ReadRequest(int fd, std::string& input) {
  std::size_t end = 0;
  while ((end = input.find("\r\n\r\n")) == std::string::npos) {
    std::array<char, 4096> some{};
    const ssize_t got = ::recv(fd, some.data(), some.size(), 0);
    if (got <= 0 || input.size() > kMostRequestBytes) return std::nullopt;
    input.append(some.data(), static_cast<std::size_t>(got));
  }
  const std::string head = input.substr(0, end + 2);
  input.erase(0, end + 4);
  if (!head.starts_with("GET ")) return std::nullopt;
  Request request{.target = head.substr(4, head.find_first_of(" \r", 4) - 4), .proof = {}};
  constexpr std::string_view name = "\r\nauthorization: ";
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
  const auto found = std::search(head.begin(), head.end(), name.begin(), name.end(), same);
  if (found != head.end()) {
    const auto value = found + static_cast<std::ptrdiff_t>(name.size());
    request.proof.assign(value, std::find(value, head.end(), '\r'));
  }
  return request;
}

// A thread accepts, and each viewer has one of his own.
class HttpCameras final : public Cameras {
 public:
  HttpCameras(const CameraOptions& options, std::vector<CameraFaults>& faults, Descriptor listens)
      : options_(options), faults_(faults), login_(options.login), listens_(std::move(listens)) {
    accepts_ = std::jthread([this](const std::stop_token& stop) { Accept(stop); });
  }
  ~HttpCameras() override;

  std::uint16_t port() const override;
  void Cut(std::size_t camera) override;
  void Send(std::size_t camera, std::string_view bytes) override;

 private:
  struct Viewer {
    Descriptor socket;
    std::optional<std::size_t> camera;  // from the beginning of its answer on; under mutex_
    std::atomic<bool> left = false;
    std::jthread thread;
  };

  void Accept(const std::stop_token& stop);
  void Answer(Viewer& viewer);
  void Play(int fd, std::size_t camera);

  const CameraOptions& options_;
  std::vector<CameraFaults>& faults_;
  const HttpLogin login_;
  const Descriptor listens_;
  const SteadyClock::time_point began_ = SteadyClock::now();
  std::mutex mutex_;
  std::list<Viewer> viewers_;
  std::jthread accepts_;
};

HttpCameras::~HttpCameras() {
  accepts_.request_stop();
  accepts_.join();
  for (const Viewer& viewer : viewers_) ::shutdown(viewer.socket.get(), SHUT_RDWR);
  for (Viewer& viewer : viewers_) viewer.thread.join();
}

std::uint16_t HttpCameras::port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(listens_.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void HttpCameras::Cut(std::size_t camera) {
  const std::lock_guard lock(mutex_);
  for (const Viewer& viewer : viewers_) {
    if (viewer.camera == camera) ::shutdown(viewer.socket.get(), SHUT_RDWR);
  }
}

void HttpCameras::Send(std::size_t camera, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  for (const Viewer& viewer : viewers_) {
    if (viewer.camera != camera) continue;
    ::send(viewer.socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }
}

void HttpCameras::Accept(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd waiting{.fd = listens_.get(), .events = POLLIN, .revents = 0};
    const bool comes = ::poll(&waiting, 1, kNoticeEndMs) > 0;
    const std::lock_guard lock(mutex_);
    viewers_.remove_if([](const Viewer& viewer) { return viewer.left.load(); });
    if (!comes) continue;
    Descriptor socket(::accept4(listens_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!socket) continue;
    Viewer& viewer = viewers_.emplace_back();
    viewer.socket = std::move(socket);
    viewer.thread = std::jthread([this, &viewer] {
      Answer(viewer);
      ::shutdown(viewer.socket.get(), SHUT_RDWR);
      viewer.left = true;
    });
  }
}

void HttpCameras::Answer(Viewer& viewer) {
  const int fd = viewer.socket.get();
  std::string input;
  while (const std::optional<Request> request = ReadRequest(fd, input)) {
    std::size_t camera = 0;
    while (camera < faults_.size() && request->target != fmt::format("/cam{}", camera)) ++camera;
    std::string refusal;
    if (!login_.Opens(request->target, request->proof)) {
      refusal = fmt::format("401 Unauthorized\r\nWWW-Authenticate: {}", login_.Challenge());
    } else if (camera == faults_.size() || faults_[camera].down) {
      refusal = "404 Not Found";
    }
    if (refusal.empty()) {
      const bool begun = SendAll(
          fd, fmt::format("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nConnection: close\r\n"
                          "Content-Type: multipart/x-mixed-replace; boundary={}\r\n\r\n",
                          kBoundary));
      {
        const std::lock_guard lock(mutex_);
        viewer.camera = camera;
      }
      if (begun) Play(fd, camera);
      return;
    }
    if (!SendAll(fd, fmt::format("HTTP/1.1 {}\r\nContent-Length: 0\r\n\r\n", refusal))) return;
  }
}

void HttpCameras::Play(int fd, std::size_t camera) {
  const VideoLoop& loop = options_.videos[camera % options_.videos.size()];
  const CameraFaults& faults = faults_[camera];
  const SteadyClock::time_point joined = SteadyClock::now();
  std::size_t next = options_.from_start ? 0 : loop.KeyPictureAt(joined - began_);
  SteadyClock::time_point round = joined - loop.pictures[next].sent;
  while (true) {
    const LoopPicture& picture = loop.pictures[next];
    std::this_thread::sleep_until(round + picture.sent);
    char byte = 0;
    if (::recv(fd, &byte, 1, MSG_DONTWAIT) == 0) return;  // a frozen camera would not notice
    if (!faults.frozen && !faults.garbage) {
      const std::string head =
          fmt::format("--{}\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n", kBoundary,
                      picture.bytes.size());
      const std::string_view jpeg(reinterpret_cast<const char*>(picture.bytes.data()),
                                  picture.bytes.size());
      if (!SendAll(fd, head) || !SendAll(fd, jpeg) || !SendAll(fd, "\r\n")) return;
    }
    if (++next < loop.pictures.size()) continue;
    next = 0;
    round += loop.length;
  }
}

}  // namespace

std::unique_ptr<Cameras> ServeHttp(const CameraOptions& options,
                                   std::vector<CameraFaults>& faults) {
  Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(socket.get(), SOMAXCONN) != 0) {
    return nullptr;
  }
  return std::make_unique<HttpCameras>(options, faults, std::move(socket));
}

}  // namespace throng
