// Waits for bytes with poll; takes chunks apart.
// SPDX-License-Identifier: Apache-2.0
#include "tests/page/http_line.h"

#include <netinet/in.h>
#include <openssl/pem.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace throng {
namespace {

std::string Unchunked(std::string_view body) {
  std::string whole;
  while (!body.empty()) {
    const std::size_t end = body.find("\r\n");
    if (end == std::string_view::npos) break;
    const std::size_t size = std::strtoul(std::string(body.substr(0, end)).c_str(), nullptr, 16);
    if (size == 0) break;
    whole += body.substr(end + 2, size);
    body.remove_prefix(std::min(body.size(), end + 2 + size + 2));
  }
  return whole;
}

}  // namespace

HttpLine::HttpLine(int port, bool https, int newest)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  is_open_ = ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0;
  if (!https || !is_open_) return;
  context_.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context_.get(), newest);
  SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
  tls_.reset(SSL_new(context_.get()));
  SSL_set_fd(tls_.get(), socket_.get());
  is_open_ = SSL_connect(tls_.get()) == 1;
}

void HttpLine::Send(std::string_view bytes) {
  if (!is_open_) return;
  if (tls_) {
    is_open_ = SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    return;
  }
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      is_open_ = false;
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

long HttpLine::Read(char* to, std::size_t most) {
  if (tls_) return SSL_read(tls_.get(), to, static_cast<int>(most));
  return ::recv(socket_.get(), to, most, 0);
}

const std::string& HttpLine::ReadUntil(std::string_view text, std::chrono::milliseconds longest) {
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!hung_up_ && (text.empty() || came_.find(text) == std::string::npos)) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    const bool has_some = tls_ && SSL_pending(tls_.get()) > 0;
    pollfd readable{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    if (!has_some && ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) break;
    std::array<char, 16384> bytes{};
    const long size = Read(bytes.data(), bytes.size());
    if (size <= 0) {
      hung_up_ = true;
    } else {
      came_.append(bytes.data(), static_cast<std::size_t>(size));
    }
  }
  return came_;
}

std::string HttpLine::Certificate() const {
  if (!tls_ || !is_open_) return {};
  const std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(tls_.get()),
                                                          &X509_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(text.get(), shown.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(text.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string HttpReply::Header(const std::string& name) const {
  const std::size_t at = head.find("\n" + name + ":");
  if (at == std::string::npos) return {};
  std::size_t begin = at + name.size() + 2;
  while (head[begin] == ' ') ++begin;
  return head.substr(begin, head.find('\r', begin) - begin);
}

std::string Written(const HttpAsk& ask) {
  std::string text = ask.method + " " + ask.path + " HTTP/1.1\r\n" + ask.headers;
  if (ask.headers.find("Host:") == std::string::npos) text += "Host: 127.0.0.1\r\n";
  if (!ask.body.empty() || ask.method == "POST") {
    text += "Content-Length: " + std::to_string(ask.body.size()) + "\r\n";
  }
  return text + "\r\n" + ask.body;
}

HttpReply Ask(int port, const HttpAsk& ask) {
  HttpLine line(port, ask.https);
  HttpAsk last = ask;
  last.headers += "Connection: close\r\n";
  line.Send(Written(last));
  const std::string& all = line.ReadAll();
  const std::size_t end = all.find("\r\n\r\n");
  if (!all.starts_with("HTTP/1.1 ") || end == std::string::npos) {
    return {.status = 0, .head = all, .body = {}};
  }
  std::string head = all.substr(0, end + 2);
  bool is_name = true;
  for (char& c : head) {
    if (c == '\n') is_name = true;
    if (c == ':') is_name = false;
    if (is_name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  HttpReply reply{.status = std::atoi(all.c_str() + 9), .head = head, .body = all.substr(end + 4)};
  if (reply.Header("transfer-encoding") == "chunked") reply.body = Unchunked(reply.body);
  return reply;
}

}  // namespace throng
