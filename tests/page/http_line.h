// A browser's end of a connection, byte by byte.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "counter/base/descriptor.h"

namespace throng {

// One connection to 127.0.0.1.
class HttpLine {
 public:
  // `newest`: of TLS; 0: the newest that there is.
  explicit HttpLine(int port, bool https = false, int newest = 0);

  bool IsOpen() const { return is_open_; }
  void Send(std::string_view bytes);
  // Reads until `text` has come, the other end hangs up, or `longest` is over. All that came so
  // far.
  const std::string& ReadUntil(std::string_view text,
                               std::chrono::milliseconds longest = std::chrono::seconds(10));
  const std::string& ReadAll() { return ReadUntil({}); }
  void Forget() { came_.clear(); }
  // Of the other end, as PEM; empty without one.
  std::string Certificate() const;
  bool HungUp() const { return hung_up_; }

 private:
  long Read(char* to, std::size_t most);

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, &SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
  Descriptor socket_;
  bool is_open_ = false;
  bool hung_up_ = false;
  std::string came_;
};

struct HttpReply {
  int status;
  std::string head;  // its lines, in small letters up to the first colon
  std::string body;

  // Empty if it has none.
  std::string Header(const std::string& name) const;
};

struct HttpAsk {
  std::string method = "GET";
  std::string path = "/";
  std::string headers = {};  // each with its \r\n
  std::string body = {};
  bool https = false;
};
std::string Written(const HttpAsk& ask);
// On a connection of its own. Status 0 without an answer.
HttpReply Ask(int port, const HttpAsk& ask);

}  // namespace throng
