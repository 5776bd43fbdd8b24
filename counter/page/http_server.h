// Serves HTTP or HTTPS: few connections, each with a thread of its own, which may wait.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "counter/base/result.h"

namespace throng {

struct HttpRequest {
  std::string method;  // "GET", "POST"; a HEAD is a GET whose body is not sent
  std::string path;    // decoded, without the query
  std::vector<std::pair<std::string, std::string>> query = {};  // decoded, in their order
  // Of its headers; empty if it has none.
  std::string host = {};
  std::string origin = {};
  std::string cookie = {};
  std::string content_type = {};
  std::string accept_encoding = {};
  std::string if_none_match = {};
  std::string body = {};
};

// The body of an answer that goes on.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  // What comes next; waits for it, but at most about a second: empty then. Nothing: it has ended.
  virtual std::optional<std::string> Next() = 0;
};

struct HttpAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::unique_ptr<HttpStream> stream = nullptr;  // in the place of `body`
};

// A certificate with those that signed it, and its key, as PEM.
struct HttpsIdentity {
  std::string certificate;
  std::string key;
};

struct HttpOptions {
  std::string listen = {};  // HOST:PORT; port 0: any that is free
  std::optional<HttpsIdentity> https = std::nullopt;
  std::size_t most_connections = 256;
  std::size_t most_of_one_address = 64;
  // Of a request's body; a longer one is answered with 413.
  std::size_t most_body_bytes = 4096;
  std::string long_body_path = {};  // where it may have more
  std::size_t most_long_body_bytes = std::size_t{1} << 20U;
};

// Thread-safe. Called by many threads at once.
using AnswerHttp = std::function<HttpAnswer(const HttpRequest&)>;

// libmicrohttpd: https://www.gnu.org/software/libmicrohttpd/
class HttpServer {
 public:
  // Faults: kCannotListen; kBadCertificate if `https` is none.
  static Result<std::unique_ptr<HttpServer>> Start(const HttpOptions& options, AnswerHttp answer);

  // Ends streams, waits for answers under way.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace throng
