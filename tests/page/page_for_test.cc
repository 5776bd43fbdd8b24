// As throng serve puts them together, but all within one process.
// SPDX-License-Identifier: Apache-2.0
#include "tests/page/page_for_test.h"

#include <vector>

#include "counter/base/check.h"
#include "counter/link/channel.h"
#include "counter/link/credentials.h"
#include "counter/link/issue_token.h"

namespace throng {

PageForTest::PageForTest(Kind kind) : is_https_(kind == Kind::kHttps) {
  for (const Role role : {Role::kViewer, Role::kPlanner, Role::kOperator, Role::kAdmin}) {
    const std::string name = "the " + std::string(NameOf(role));
    std::vector<Complaint> complaints;
    COUNTER_CHECK(bool(PutToken({city_ / name, city_ / "tokens.toml", city_.authority()},
                                {.kind = Identity::Kind::kReader, .name = name, .role = role},
                                std::nullopt, Replace::kNever, complaints)));
    tokens_[role] = TextOfFile(city_ / name / kTokenFile);
    if (tokens_[role].ends_with('\n')) tokens_[role].pop_back();
  }
  callers_.emplace(*Callers::Make(city_ / "tokens.toml", clock_));
  hub_ = std::make_unique<HubForTest>(
      Backend::kSqlite, [this](const grpc::ServerContextBase& call) { return callers_->Of(call); });
  PageOptions options;
  options.http.listen = "127.0.0.1:0";
  options.http.most_connections = 40;
  options.http.most_of_one_address = 30;
  options.connect = [this] {
    return EdgeChannel(hub_->options().listen, OpenChannelCredentials());
  };
  options.plans["arena"] = {.json = R"({"zones":[]})", .image = "drawn", .image_type = "image/png"};
  options.check = [](std::string_view toml) {
    return "{\"bytes\":" + std::to_string(toml.size()) + "}";
  };
  if (kind != Kind::kOpen) {
    options.reader_of = [this](std::string_view token) -> std::optional<Identity> {
      const auto caller = callers_->OfToken(token);
      return caller ? std::optional(caller->identity) : std::nullopt;
    };
  }
  if (is_https_) {
    const PemPair pem = *ServerPemOf(city_.MakeHub());
    options.http.https = HttpsIdentity{.certificate = pem.certificate, .key = pem.key};
  }
  server_ = *PageServer::Start(std::move(options), clock_);
}

void PageForTest::NoTokens() {
  COUNTER_CHECK(bool(PutPrivateFile(city_ / "tokens.toml", "# none any more\n")));
}

std::string PageForTest::CookieOf(std::optional<Role> role) const {
  if (!role) return {};
  const std::string name = is_https_ ? "__Host-throng-token" : "throng-token";
  return "Cookie: language=fr; " + name + "=" + tokens_.at(*role) + "\r\n";
}

HttpReply PageForTest::Get(const std::string& call, std::optional<Role> role) const {
  return Ask(port(), {.path = "/api/v1/" + call, .headers = CookieOf(role), .https = is_https_});
}

HttpReply PageForTest::Post(const std::string& call, const std::string& body,
                            std::optional<Role> role, const std::string& headers) const {
  return Ask(port(), {.method = "POST",
                      .path = "/api/v1/" + call,
                      .headers = CookieOf(role) + headers,
                      .body = body,
                      .https = is_https_});
}

}  // namespace throng
