// Numbers are addresses at once, names a little later, and what nobody knows is said to be unknown.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/host_lookup.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>

#include <array>
#include <string>

namespace throng {
namespace {

std::string Show(const HostAddress& of) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (of.address.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(of.address);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return std::string(text.data()) + " " + std::to_string(ntohs(v4.sin_port));
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(of.address);
  ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
  return std::string(text.data()) + " " + std::to_string(ntohs(v6.sin6_port));
}

Result<std::vector<HostAddress>> Await(const HostLookup& lookup) {
  pollfd look{.fd = lookup.fd(), .events = POLLIN, .revents = 0};
  EXPECT_EQ(::poll(&look, 1, 60'000), 1);
  auto answer = lookup.Answer();
  EXPECT_TRUE(answer);
  return answer.value_or(Fault::kInternal);
}

TEST(HostLookup, OfANumberIsDoneAtOnce) {
  for (const char* host : {"192.0.2.7", "2001:db8::7"}) {
    const Result<HostLookup> lookup = HostLookup::Start(host, 554);
    ASSERT_TRUE(lookup);
    const auto answer = lookup->Answer();
    ASSERT_TRUE(answer && *answer);
    ASSERT_EQ((*answer)->size(), 1U);
    EXPECT_EQ(Show((**answer)[0]), std::string(host) + " 554");
  }
}

TEST(HostLookup, OfANameIsAnsweredWhenItsDescriptorSaysSo) {
  const Result<HostLookup> lookup = HostLookup::Start("localhost", 8554);
  ASSERT_TRUE(lookup);
  const auto addresses = Await(*lookup);
  ASSERT_TRUE(addresses);
  ASSERT_FALSE(addresses->empty());
  const std::string first = Show(addresses->front());
  EXPECT_TRUE(first == "127.0.0.1 8554" || first == "::1 8554") << first;
}

// A label of more than 63 letters cannot be asked for, so no server is.
TEST(HostLookup, OfANameThatCannotBeSaysThatItIsUnknown) {
  const Result<HostLookup> lookup = HostLookup::Start(std::string(64, 'a') + ".invalid", 554);
  ASSERT_TRUE(lookup);
  const auto addresses = Await(*lookup);
  ASSERT_FALSE(addresses);
  EXPECT_EQ(addresses.error(), Fault::kHostUnknown);
}

TEST(HostLookup, MayBeForgottenBeforeItsAnswer) {
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(HostLookup::Start("localhost", 554));
}

}  // namespace
}  // namespace throng
