// A server on loopback that a test tells what to say, in clear or encrypted.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "counter/base/descriptor.h"
#include "counter/notify/test_certificate.h"

namespace throng {

// One connection of it.
class TestLine {
 public:
  explicit TestLine(Descriptor fd) : fd_(std::move(fd)) {}

  bool Encrypt(const TestCertificate& certificate);
  // Without its line end; nothing when the other end hangs up, or after a long silence.
  std::optional<std::string> ReadLine();
  std::string Read(std::size_t size);
  void Write(std::string_view text);
  // Says nothing until the other end hangs up, or `stop`.
  void StaySilent(const std::atomic<bool>& stop);

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  // One byte; nothing at the end.
  std::optional<char> ReadByte();

  Descriptor fd_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

// Serves one connection after the other in a thread of its own. Whoever connects while it is
// stopped is refused, and it keeps its port.
class TestServer {
 public:
  using Serve = std::function<void(TestLine& line, const std::atomic<bool>& stop)>;

  explicit TestServer(Serve serve);
  ~TestServer() { Stop(); }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  void Start();
  void Stop();
  std::uint16_t port() const { return port_; }

 private:
  void Run(int door);

  Serve serve_;
  std::uint16_t port_ = 0;
  Descriptor door_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace throng
