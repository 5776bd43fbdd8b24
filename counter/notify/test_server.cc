// Sockets of loopback, and libssl's end of a server.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/test_server.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <utility>

namespace throng {
namespace {

constexpr int kMostSilenceMs = 15'000;

Descriptor Bind(std::uint16_t port) {
  Descriptor door(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  EXPECT_EQ(::setsockopt(door.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes), 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::bind(door.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  return door;
}

}  // namespace

bool TestLine::Encrypt(const TestCertificate& certificate) {
  context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX_use_certificate(context_.get(), certificate.certificate());
  SSL_CTX_use_PrivateKey(context_.get(), certificate.key());
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_fd(ssl_.get(), fd_.get());
  return SSL_accept(ssl_.get()) == 1;
}

std::optional<char> TestLine::ReadByte() {
  char byte = 0;
  if (!ssl_ || SSL_pending(ssl_.get()) == 0) {
    pollfd look{.fd = fd_.get(), .events = POLLIN, .revents = 0};
    if (::poll(&look, 1, kMostSilenceMs) != 1) return std::nullopt;
  }
  const auto got = ssl_ ? SSL_read(ssl_.get(), &byte, 1) : ::recv(fd_.get(), &byte, 1, 0);
  if (got != 1) return std::nullopt;
  return byte;
}

std::optional<std::string> TestLine::ReadLine() {
  std::string line;
  while (true) {
    const std::optional<char> byte = ReadByte();
    if (!byte) return std::nullopt;
    if (*byte == '\n') break;
    line += *byte;
  }
  EXPECT_TRUE(line.ends_with('\r')) << "a bare line feed: " << line;
  if (!line.empty()) line.pop_back();
  return line;
}

std::string TestLine::Read(std::size_t size) {
  std::string text;
  while (text.size() < size) {
    const std::optional<char> byte = ReadByte();
    if (!byte) break;
    text += *byte;
  }
  return text;
}

void TestLine::Write(std::string_view text) {
  if (ssl_) {
    SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()));
  } else {
    (void)::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL);
  }
}

void TestLine::StaySilent(const std::atomic<bool>& stop) {
  constexpr int kLookMs = 20;
  while (!stop) {
    pollfd look{.fd = fd_.get(), .events = POLLIN, .revents = 0};
    char byte = 0;
    if (::poll(&look, 1, kLookMs) == 1 && ::recv(fd_.get(), &byte, 1, 0) <= 0) return;
  }
}

TestServer::TestServer(Serve serve) : serve_(std::move(serve)), door_(Bind(0)) {
  std::signal(SIGPIPE, SIG_IGN);  // libssl writes to whoever has hung up
  sockaddr_in address{};
  socklen_t size = sizeof address;
  EXPECT_EQ(::getsockname(door_.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  port_ = ntohs(address.sin_port);
}

void TestServer::Start() {
  if (!door_) door_ = Bind(port_);
  EXPECT_EQ(::listen(door_.get(), 16), 0);
  stop_ = false;
  thread_ = std::thread([this] { Run(door_.get()); });
}

void TestServer::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
  door_.Close();
}

void TestServer::Run(int door) {
  constexpr int kLookMs = 20;
  while (!stop_) {
    pollfd look{.fd = door, .events = POLLIN, .revents = 0};
    if (::poll(&look, 1, kLookMs) != 1) continue;
    TestLine line(Descriptor(::accept4(door, nullptr, nullptr, SOCK_CLOEXEC)));
    serve_(line, stop_);
  }
}

}  // namespace throng
