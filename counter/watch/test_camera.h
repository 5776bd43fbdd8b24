// A camera on loopback that says and hears what a test tells it to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "counter/base/descriptor.h"

namespace throng {

inline constexpr int kMostWaitMs = 10'000;  // for what loopback does at once

// A port on loopback that is nobody else's; whoever connects is refused until Listen().
class TestCamera {
 public:
  TestCamera() : door_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(door_.get(), any, size), 0);
    EXPECT_EQ(::getsockname(door_.get(), any, &size), 0);
    port_ = std::to_string(ntohs(address.sin_port));
  }
  void Listen(int backlog = 8) const { EXPECT_EQ(::listen(door_.get(), backlog), 0); }
  std::string Url(const char* protocol = "rtsp") const {
    return std::string(protocol) + "://127.0.0.1:" + port_ + "/live";
  }
  void Accept() {
    pollfd look{.fd = door_.get(), .events = POLLIN, .revents = 0};
    ASSERT_EQ(::poll(&look, 1, kMostWaitMs), 1);
    line_ = Descriptor(::accept4(door_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    ASSERT_TRUE(line_);
  }
  // One request, with the empty line that ends it.
  std::string Hear() const {
    std::string heard;
    while (!heard.ends_with("\r\n\r\n")) {
      pollfd look{.fd = line_.get(), .events = POLLIN, .revents = 0};
      char byte = 0;
      if (::poll(&look, 1, kMostWaitMs) != 1 || ::read(line_.get(), &byte, 1) != 1) break;
      heard += byte;
    }
    return heard;
  }
  bool HearsTheEnd() const {
    char byte = 0;
    pollfd look{.fd = line_.get(), .events = POLLIN, .revents = 0};
    return ::poll(&look, 1, kMostWaitMs) == 1 && ::read(line_.get(), &byte, 1) <= 0;
  }
  bool HearsNothing() const {
    pollfd look{.fd = line_.get(), .events = POLLIN, .revents = 0};
    return ::poll(&look, 1, 0) == 0;
  }
  void Say(std::string_view text) const {
    EXPECT_EQ(::write(line_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void SayNoMore() const { EXPECT_EQ(::shutdown(line_.get(), SHUT_WR), 0); }
  void HangUp() { line_.Close(); }
  void Reset() {  // the other end is told at once, and not politely
    const linger now{.l_onoff = 1, .l_linger = 0};
    EXPECT_EQ(::setsockopt(line_.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now), 0);
    line_.Close();
  }

 private:
  Descriptor door_;
  Descriptor line_;
  std::string port_;
};

}  // namespace throng
