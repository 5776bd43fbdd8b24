// Who calls a hub, by the certificate or the token that came with the call.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/identity.h"

namespace grpc {
class ServerContextBase;
}  // namespace grpc

namespace throng {

// Thread-safe.
class Callers {
 public:
  // `tokens`: the file in which `throng cert token` notes the digests of tokens; absent: none.
  // Noted or struck out there, tokens are taken up without a restart, within a second or two.
  // `clock` outlives it. Faults: kNotFound, kNotPermitted, kTokensAreOpen, kBadTokens.
  static Result<Callers> Make(const std::optional<std::filesystem::path>& tokens,
                              const Clock& clock);

  Callers(Callers&&) noexcept;
  ~Callers();

  struct Caller {
    Identity identity;  // of a site or a reader
    bool is_this_machine = false;
    std::optional<Instant> ends = std::nullopt;  // then the certificate or the token is over
  };
  // Nothing if it is nobody we know, or his time is over. A certificate counts before a token. A
  // call without TLS comes from this machine: then it is whose the token is that came with it, or,
  // without a token, a reader "this machine" who is kAdmin, and the edge of any site
  // (`is_this_machine`).
  std::optional<Caller> Of(const grpc::ServerContextBase& call) const;

  // Whose a token is. Nothing if it is nobody's, or over.
  std::optional<Caller> OfToken(std::string_view token) const;

  // Why the file of tokens, once changed, lets nobody in until it is mended; nothing if all is
  // well.
  std::optional<Fault> Trouble() const;

 private:
  struct State;
  explicit Callers(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace throng
