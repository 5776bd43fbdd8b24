// Hashes and base64 of a login, by libcrypto.
// SPDX-License-Identifier: Apache-2.0
#include "counter/watch/login_proof.h"

#include <openssl/evp.h>
#include <string.h>
#include <sys/random.h>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>

namespace throng {
namespace {

std::string Hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

// The hash of the parts with colons between them.
std::optional<std::string> Hash(const EVP_MD* kind, std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text.append(text.empty() ? "" : ":").append(part);
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned int size = 0;
  const bool done = EVP_Digest(text.data(), text.size(), hash.data(), &size, kind, nullptr) == 1;
  Wipe(text);
  if (!done) return std::nullopt;
  return Hex(std::span(hash).first(size));
}

std::string Base64(std::string_view text) {
  // Four letters for each three bytes or part of them, and a zero.
  std::string letters((text.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(letters.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  letters.resize(static_cast<std::size_t>(size));
  return letters;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string CountOf(std::uint32_t count) {
  std::array<unsigned char, 4> bytes{};
  for (unsigned char& byte : bytes) {
    byte = static_cast<unsigned char>(count >> 24U);
    count <<= 8U;
  }
  return Hex(bytes);
}

std::string ProveBasic(const Login& login) {
  std::string both = login.user + ":" + login.password;
  std::string proof = "Basic " + Base64(both);
  Wipe(both);
  return proof;
}

Result<std::string> ProveDigest(const Login& login, const LoginChallenge& challenge,
                                const ProvedRequest& request) {
  const bool sha256 = challenge.scheme == LoginScheme::kDigestSha256;
  const EVP_MD* const kind = sha256 ? EVP_sha256() : EVP_md5();
  const std::string count = CountOf(request.count);
  std::optional<std::string> who = Hash(kind, {login.user, challenge.realm, login.password});
  const std::optional<std::string> what = Hash(kind, {request.method, request.uri});
  if (!who || !what) return Fault::kInternal;
  const std::optional<std::string> response =
      challenge.qop_auth ? Hash(kind, {*who, challenge.nonce, count, request.cnonce, "auth", *what})
                         : Hash(kind, {*who, challenge.nonce, *what});
  Wipe(*who);  // as good as the password
  if (!response) return Fault::kInternal;
  std::string proof = "Digest username=" + Quoted(login.user) +
                      ", realm=" + Quoted(challenge.realm) + ", nonce=" + Quoted(challenge.nonce) +
                      ", uri=" + Quoted(request.uri) + ", response=" + Quoted(*response);
  // MD5 is what is meant where it is not named; whether the camera named it, nobody told us.
  if (sha256) proof += ", algorithm=SHA-256";
  if (!challenge.opaque.empty()) proof += ", opaque=" + Quoted(challenge.opaque);
  if (challenge.qop_auth) {
    proof += ", qop=auth, nc=" + count + ", cnonce=" + Quoted(request.cnonce);
  }
  return proof;
}

}  // namespace

Result<std::string> ProveLogin(const Login& login, const LoginChallenge& challenge,
                               const ProvedRequest& request) {
  if (challenge.scheme == LoginScheme::kBasic) return ProveBasic(login);
  return ProveDigest(login, challenge, request);
}

std::string NewCnonce() {
  std::array<unsigned char, 8> bytes{};
  COUNTER_CHECK(::getrandom(bytes.data(), bytes.size(), 0) == std::ssize(bytes));
  return Hex(bytes);
}

void Wipe(std::string& secret) {
  ::explicit_bzero(secret.data(), secret.size());
  secret.clear();
}

}  // namespace throng
