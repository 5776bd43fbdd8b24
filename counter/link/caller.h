// Who calls a hub, by the certificate or the token that came with the call.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/identity.h"

namespace grpc {
class ServerContextBase;
}  // namespace grpc

namespace throng {

// Why a caller is none.
enum class Stranger : std::uint8_t {
  kUnknown = 1,  // nobody we know, or his time is over
  kRefused,      // his certificate was noted as one to turn away
};

// Thread-safe.
class Callers {
 public:
  // `tokens`: the file in which `throng cert token` notes the digests of tokens, and `throng cert
  // refuse` certificates to turn away; absent: none. Noted or struck out there, both are taken up
  // without a restart, within a second or two.
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
  // A certificate counts before a token. A call without TLS comes from this machine: then it is
  // whose the token is that came with it, or, without a token, a reader "this machine" who is
  // kAdmin, and the edge of any site (`is_this_machine`).
  Result<Caller, Stranger> Of(const grpc::ServerContextBase& call) const;

  // Whose a token is.
  Result<Caller, Stranger> OfToken(std::string_view token) const;

  // Why the file of tokens, once changed, lets no token in until it is mended; nothing if all is
  // well.
  std::optional<Fault> Trouble() const;

  // Serial numbers of refused certificates that came with a call since this was made.
  std::vector<std::string> RefusedCallers() const;

 private:
  struct State;
  explicit Callers(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace throng
