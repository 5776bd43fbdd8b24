// A mail server on loopback that takes what it is sent, or refuses what a test tells it to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "counter/notify/test_server.h"

namespace throng {

class TestSmtp {
 public:
  struct Message {
    std::string from;
    std::vector<std::string> to;
    std::string text;  // as it was before dots were doubled
    bool encrypted = false;
    std::string login;  // what was said after AUTH PLAIN
  };

  enum class Begins { kInClear, kEncrypted };

  // Offers STARTTLS if there is a certificate, which outlives it; or is encrypted from the first
  // byte.
  explicit TestSmtp(const TestCertificate* certificate = nullptr, Begins begins = Begins::kInClear)
      : certificate_(certificate),
        begins_(begins),
        server_([this](TestLine& line, const std::atomic<bool>&) { Serve(line); }) {}

  void Start() { server_.Start(); }
  void Stop() { server_.Stop(); }
  std::uint16_t port() const { return server_.port(); }
  // What it says to that line instead, for example "RCPT TO:<a@b.example>"; "" stands for the
  // greeting, "." for the end of a message. An empty reply: as usual again.
  void Reply(const std::string& line, const std::string& reply) {
    const std::lock_guard lock(mutex_);
    replies_[line] = reply;
  }
  std::vector<Message> Messages() const {
    const std::lock_guard lock(mutex_);
    return messages_;
  }

 private:
  std::string ReplyTo(const std::string& line, const std::string& usual) const {
    const std::lock_guard lock(mutex_);
    const auto reply = replies_.find(line);
    return (reply == replies_.end() || reply->second.empty() ? usual : reply->second) + "\r\n";
  }

  void Serve(TestLine& line) {
    Message message;
    if (begins_ == Begins::kEncrypted) {
      if (!line.Encrypt(*certificate_)) return;
      message.encrypted = true;
    }
    line.Write(ReplyTo("", "220 test"));
    while (const std::optional<std::string> said = line.ReadLine()) {
      const auto is = [&](std::string_view verb) { return said->starts_with(verb); };
      std::string usual = "250 ok";
      if (is("EHLO")) {
        const bool can_encrypt = certificate_ != nullptr && !message.encrypted;
        usual = can_encrypt ? "250-test\r\n250 STARTTLS" : "250-test\r\n250 AUTH PLAIN";
      } else if (is("STARTTLS")) {
        usual = "220 go on";
      } else if (is("AUTH PLAIN")) {
        usual = "334 ";
      } else if (is("DATA")) {
        usual = "354 go on";
      } else if (is("QUIT")) {
        usual = "221 bye";
      }
      const std::string reply = ReplyTo(*said, usual);
      line.Write(reply);
      if (reply[0] != '2' && reply[0] != '3') continue;
      if (is("STARTTLS")) {
        if (!line.Encrypt(*certificate_)) return;
        message.encrypted = true;
      }
      if (is("AUTH PLAIN")) {
        message.login = line.ReadLine().value_or("");
        line.Write(ReplyTo(message.login, "235 welcome"));
      }
      if (is("MAIL FROM:")) message.from = said->substr(10);
      if (is("RCPT TO:")) message.to.push_back(said->substr(8));
      if (is("DATA")) TakeText(line, message);
      if (is("QUIT")) return;
    }
  }

  void TakeText(TestLine& line, Message& message) {
    while (const std::optional<std::string> text = line.ReadLine()) {
      if (*text == ".") {
        const std::string reply = ReplyTo(".", "250 taken");
        line.Write(reply);
        const std::lock_guard lock(mutex_);
        if (reply[0] == '2') messages_.push_back(message);
        return;
      }
      message.text += text->substr(text->starts_with('.') ? 1 : 0) + "\r\n";
    }
  }

  const TestCertificate* certificate_;
  const Begins begins_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> replies_;
  std::vector<Message> messages_;
  TestServer server_;  // last: the rest is there before it serves
};

}  // namespace throng
