// What an open hub lets in, and what TLS must be where there is TLS.
// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <gtest/gtest.h>
#include <ifaddrs.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <string>

#include "counter/base/descriptor.h"
#include "counter/link/credentials.h"
#include "counter/link/test_city.h"
#include "counter/link/test_hub.h"

namespace throng {
namespace {

class OpenCredentialsTest : public testing::Test {
 protected:
  SystemClock clock_;
  Callers callers_ = *Callers::Make(std::nullopt, clock_);
  TestCity city_;
};

// Of TLS itself, up to `version`; with ciphers that are allowed nowhere else any more.
bool CanShakeHands(int port, int version) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_cipher_list(context.get(), "ALL:@SECLEVEL=0");
  const unsigned char protocols[] = "\x02h2";
  SSL_CTX_set_alpn_protos(context.get(), protocols, sizeof(protocols) - 1);
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls(SSL_new(context.get()), &SSL_free);
  const Descriptor line(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in hub{};
  hub.sin_family = AF_INET;
  hub.sin_port = htons(static_cast<std::uint16_t>(port));
  hub.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(line.get(), reinterpret_cast<sockaddr*>(&hub), sizeof(hub)) != 0) return false;
  SSL_set_fd(tls.get(), line.get());
  return SSL_connect(tls.get()) == 1;
}

TEST_F(OpenCredentialsTest, TlsBefore12GetsNoConnection) {
  const TestHub hub(*ServerCredentialsOf(city_.MakeHub()), callers_);
  EXPECT_TRUE(CanShakeHands(hub.port(), TLS1_3_VERSION));
  EXPECT_TRUE(CanShakeHands(hub.port(), TLS1_2_VERSION));
  EXPECT_FALSE(CanShakeHands(hub.port(), TLS1_1_VERSION));
}

TEST(IsOnThisMachine, TakesNoNameThatCouldBeElsewhere) {
  for (const char* const here :
       {"127.0.0.1:7443", "127.1.2.3:1", "[::1]:7443", "localhost:7443", "unix:/run/hub.sock"}) {
    EXPECT_TRUE(IsOnThisMachine(here)) << here;
  }
  for (const char* const elsewhere :
       {"0.0.0.0:7443", "[::]:7443", "192.0.2.7:7443", "hub.example.org:7443", "",
        "127.0.0.1.example.org:7443", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.1:7443",
        "localhost.example.org:7443", "[::1]", "::1:7443", "unix:", "dns:///localhost:7443",
        "128.0.0.1:7443", "[::1]:7443,192.0.2.7:7443"}) {
    EXPECT_FALSE(IsOnThisMachine(elsewhere)) << elsewhere;
  }
}

// An address of this machine by which others reach it too; empty if there is none.
std::string AddressForOthers() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  std::string found;
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET) continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    const in_addr address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr;
    ::inet_ntop(AF_INET, &address, text.data(), text.size());
    if (!std::string(text.data()).starts_with("127.")) found = text.data();
  }
  ::freeifaddrs(all);
  return found;
}

// Should somebody ever let an open hub listen where others reach it.
TEST_F(OpenCredentialsTest, AnOpenHubKnowsNobodyWhoComesFromElsewhere) {
  const std::string elsewhere = AddressForOthers();
  if (elsewhere.empty()) GTEST_SKIP() << "this machine has no address for others";
  std::string token = TextOfFile(city_.MakeToken() / kTokenFile);
  token.pop_back();
  const Callers callers = *Callers::Make(city_ / "tokens.toml", clock_);
  const TestHub hub(OpenServerCredentials(), callers, "0.0.0.0:0");
  const std::string port = ":" + std::to_string(hub.port());
  EXPECT_EQ(AskWho(elsewhere + port, OpenChannelCredentials()), "nobody");
  EXPECT_EQ(AskWho(elsewhere + port, OpenChannelCredentials(), "Bearer " + token), "nobody")
      << "who hears the token on its way could use it";
  EXPECT_EQ(AskWho("127.0.0.1" + port, OpenChannelCredentials()), "this machine");
}

TEST_F(OpenCredentialsTest, AnOpenHubTakesAnybodyOnThisMachineForItsOwner) {
  for (const std::string& listen :
       {std::string(), std::string("[::1]:0"), "unix:" + (city_ / "hub.sock").string()}) {
    const TestHub hub(OpenServerCredentials(), callers_, listen);
    const std::string address =
        listen == "[::1]:0" ? "[::1]:" + std::to_string(hub.port()) : hub.address();
    EXPECT_EQ(AskWho(address, OpenChannelCredentials()), "this machine") << address;
  }
}

}  // namespace
}  // namespace throng
