// Asks gRPC what it knows of a call's other end.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/caller.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/server_context.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "counter/link/token_list.h"
#include "counter/link/x509.h"

namespace throng {
namespace {

std::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// "insecure", or "tls".
std::string_view SecurityOf(const grpc::AuthContext& facts) {
  const std::vector<grpc::string_ref> kinds =
      facts.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return kinds.size() == 1 ? View(kinds.front()) : std::string_view();
}

bool IsFromHere(const grpc::ServerContextBase& call) {
  const std::string peer = call.peer();
  return peer.starts_with("unix:") || peer.starts_with("ipv4:127.") ||
         peer.starts_with("ipv6:%5B::1%5D:");
}

// What follows "Bearer " in the call's only `authorization`.
std::optional<std::string_view> TokenIn(const grpc::ServerContextBase& call) {
  constexpr std::string_view kScheme = "bearer ";
  const auto [first, last] = call.client_metadata().equal_range("authorization");
  if (first == last || std::next(first) != last) return std::nullopt;
  const std::string_view text = View(first->second);
  const bool is_bearer =
      text.size() > kScheme.size() &&
      std::equal(kScheme.begin(), kScheme.end(), text.begin(),
                 [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
  if (!is_bearer) return std::nullopt;
  return text.substr(kScheme.size());
}

}  // namespace

struct Callers::State {
  const Clock& clock;
  std::unique_ptr<TokenList> tokens;  // null: none
};

Callers::Callers(std::unique_ptr<State> state) : state_(std::move(state)) {}
Callers::Callers(Callers&&) noexcept = default;
Callers::~Callers() = default;

Result<Callers> Callers::Make(const std::optional<std::filesystem::path>& tokens,
                              const Clock& clock) {
  auto state = std::make_unique<State>(State{.clock = clock, .tokens = nullptr});
  if (tokens) {
    state->tokens = std::make_unique<TokenList>(*tokens, clock);
    if (const std::optional<Fault> trouble = state->tokens->Trouble()) return *trouble;
  }
  return Callers(std::move(state));
}

Result<Callers::Caller, Stranger> Callers::Of(const grpc::ServerContextBase& call) const {
  const std::shared_ptr<const grpc::AuthContext> facts = call.auth_context();
  if (!facts) return Stranger::kUnknown;
  const std::string_view security = SecurityOf(*facts);
  const std::optional<std::string_view> token = TokenIn(call);
  if (security == "insecure" && IsFromHere(call)) {
    if (call.client_metadata().contains("authorization")) {
      if (!token) return Stranger::kUnknown;
      return OfToken(*token);
    }
    return Caller{
        .identity = {.kind = Identity::Kind::kReader, .name = "this machine", .role = Role::kAdmin},
        .is_this_machine = true};
  }
  const std::vector<grpc::string_ref> pem =
      facts->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (pem.size() == 1) {
    // Who it is was proved when the connection began; it may have lasted for longer than that.
    const Certificate certificate = ParseCertificate(View(pem.front()));
    if (!certificate) return Stranger::kUnknown;
    if (state_->tokens && state_->tokens->IsRefused(SerialOf(*certificate))) {
      return Stranger::kRefused;
    }
    const std::optional<Identity> identity = IdentityOf(*certificate);
    const Instant ends = EndOf(*certificate);
    if (!identity || identity->kind == Identity::Kind::kHub || state_->clock.Now() >= ends) {
      return Stranger::kUnknown;
    }
    return Caller{.identity = *identity, .ends = ends};
  }
  if (security != GRPC_TLS_TRANSPORT_SECURITY_TYPE || !token) return Stranger::kUnknown;
  return OfToken(*token);
}

Result<Callers::Caller, Stranger> Callers::OfToken(std::string_view token) const {
  if (!state_->tokens) return Stranger::kUnknown;
  std::optional<TokenList::Holder> holder = state_->tokens->HolderOf(token);
  if (!holder) return Stranger::kUnknown;
  return Caller{.identity = std::move(holder->identity), .ends = holder->ends};
}

std::optional<Fault> Callers::Trouble() const {
  return state_->tokens ? state_->tokens->Trouble() : std::nullopt;
}

std::vector<std::string> Callers::RefusedCallers() const {
  return state_->tokens ? state_->tokens->RefusedCallers() : std::vector<std::string>();
}

}  // namespace throng
