// A web server on loopback that gives the answers a test wrote down, and keeps what it was sent.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "counter/notify/test_server.h"

namespace throng {

class TestHttp {
 public:
  struct Request {
    std::string line;
    std::map<std::string, std::string> headers;  // names in small letters
    std::string body;
  };
  static constexpr const char* kSilence = "";  // an answer that never comes

  // Encrypted if there is a certificate, which outlives it.
  explicit TestHttp(const TestCertificate* certificate = nullptr)
      : certificate_(certificate),
        server_([this](TestLine& line, const std::atomic<bool>& stop) { Serve(line, stop); }) {}

  void Start() { server_.Start(); }
  void Stop() { server_.Stop(); }
  std::string Url() const {
    return std::string(certificate_ ? "https" : "http") +
           "://127.0.0.1:" + std::to_string(server_.port()) + "/hook";
  }
  // For the next request that has no answer yet: "500 Broken", perhaps with headers behind it;
  // requests without one get a 200.
  void Answer(const std::string& status) {
    const std::lock_guard lock(mutex_);
    answers_.push_back(status);
  }
  std::vector<Request> Requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void Serve(TestLine& line, const std::atomic<bool>& stop) {
    if (certificate_ != nullptr && !line.Encrypt(*certificate_)) return;
    const std::optional<Request> request = ReadRequest(line);
    if (!request) return;
    std::string answer = "200 OK";
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(*request);
      if (!answers_.empty()) {
        answer = answers_.front();
        answers_.pop_front();
      }
    }
    if (answer.empty()) {
      line.StaySilent(stop);
    } else {
      line.Write("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
  }

  static std::optional<Request> ReadRequest(TestLine& line) {
    Request request;
    const std::optional<std::string> first = line.ReadLine();
    if (!first) return std::nullopt;
    request.line = *first;
    while (const std::optional<std::string> header = line.ReadLine()) {
      if (header->empty()) break;
      const std::size_t colon = std::min(header->find(": "), header->size());
      std::string name = header->substr(0, colon);
      std::ranges::transform(name, name.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
      });
      request.headers[name] = header->substr(std::min(colon + 2, header->size()));
    }
    if (request.headers.contains("content-length")) {
      request.body = line.Read(std::stoul(request.headers.at("content-length")));
    }
    return request;
  }

  const TestCertificate* certificate_;
  mutable std::mutex mutex_;
  std::deque<std::string> answers_;
  std::vector<Request> requests_;
  TestServer server_;  // last: the rest is there before it serves
};

}  // namespace throng
