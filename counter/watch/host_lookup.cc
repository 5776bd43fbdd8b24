// One thread for each lookup of a name, which answers through a socketpair.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/host_lookup.h"

#include <netdb.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <memory>
#include <utility>

namespace throng {
namespace {

constexpr std::size_t kMostAddresses = 8;
using Addresses = std::array<HostAddress, kMostAddresses>;

struct Question {
  std::string host;
  std::string port;
  Descriptor answer;
};

// One packet of addresses; none if nobody knows the host, and the reader sees the closed end.
void Answer(const Question& question, const addrinfo* known) {
  Addresses addresses{};
  std::size_t count = 0;
  for (const addrinfo* at = known; at != nullptr && count < addresses.size(); at = at->ai_next) {
    if (at->ai_addrlen > sizeof addresses[count].address) continue;
    std::copy_n(reinterpret_cast<const std::byte*>(at->ai_addr), at->ai_addrlen,
                reinterpret_cast<std::byte*>(&addresses[count].address));
    addresses[count++].size_bytes = at->ai_addrlen;
  }
  if (count == 0) return;
  ::send(question.answer.get(), addresses.data(), count * sizeof(HostAddress), MSG_NOSIGNAL);
}

bool Resolve(const Question& question, int flags) {
  const addrinfo wanted{.ai_flags = flags | AI_NUMERICSERV,
                        .ai_family = AF_UNSPEC,
                        .ai_socktype = SOCK_STREAM,
                        .ai_protocol = 0,
                        .ai_addrlen = 0,
                        .ai_addr = nullptr,
                        .ai_canonname = nullptr,
                        .ai_next = nullptr};
  addrinfo* known = nullptr;
  if (::getaddrinfo(question.host.c_str(), question.port.c_str(), &wanted, &known) != 0) {
    return false;
  }
  Answer(question, known);
  ::freeaddrinfo(known);
  return true;
}

void* ResolveName(void* question) {
  const std::unique_ptr<Question> own(static_cast<Question*>(question));
  Resolve(*own, 0);
  return nullptr;
}

// The system's resolver waits, for half a minute where no server answers, and cannot be called off.
// glibc's getaddrinfo_a() has such threads too, but no descriptor to wait for, and what it was
// given must stay until it is done. This thread owns all that it touches, so it can be forgotten.
bool StartThread(std::unique_ptr<Question> question) {
  pthread_attr_t detached;
  if (::pthread_attr_init(&detached) != 0) return false;
  ::pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the thread that awaits them
  pthread_t thread{};
  const bool started = ::pthread_create(&thread, &detached, ResolveName, question.get()) == 0;
  if (started) question.release();  // NOLINT(bugprone-unused-return-value): the thread has it
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_attr_destroy(&detached);
  return started;
}

}  // namespace

Result<HostLookup> HostLookup::Start(const std::string& host, std::uint16_t port) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return Fault::kInternal;
  }
  HostLookup lookup{Descriptor(ends[0])};
  auto question = std::make_unique<Question>(
      Question{.host = host, .port = std::to_string(port), .answer = Descriptor(ends[1])});
  if (Resolve(*question, AI_NUMERICHOST)) return lookup;
  if (!StartThread(std::move(question))) return Fault::kInternal;
  return lookup;
}

std::optional<Result<std::vector<HostAddress>>> HostLookup::Answer() const {
  Addresses addresses{};
  ssize_t got = 0;
  do {
    got = ::recv(answer_.get(), addresses.data(), sizeof addresses, MSG_DONTWAIT);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return std::nullopt;
  if (got <= 0) return Fault::kHostUnknown;
  const auto count =
      static_cast<std::ptrdiff_t>(static_cast<std::size_t>(got) / sizeof(HostAddress));
  return std::vector<HostAddress>(addresses.begin(), addresses.begin() + count);
}

}  // namespace throng
