// The folder first: a token that nobody has noted opens nothing.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/issue_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "counter/link/credentials.h"
#include "counter/link/token_list.h"
#include "counter/link/x509.h"
#include "counter/site/private_file.h"

namespace throng {
namespace {

// 43 letters, digits, hyphens and underscores: base64 for addresses (RFC 4648) without its padding.
Result<std::string> MakeToken() {
  std::array<unsigned char, 32> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) return Fault::kInternal;
  std::array<unsigned char, 45> text{};
  const int size = EVP_EncodeBlock(text.data(), random.data(), static_cast<int>(random.size()));
  std::string token(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size));
  OPENSSL_cleanse(random.data(), random.size());
  OPENSSL_cleanse(text.data(), text.size());
  token.resize(token.find('='));
  std::ranges::replace(token, '+', '-');
  std::ranges::replace(token, '/', '_');
  return token;
}

// Empty where there is no file yet.
Result<std::string> ReadTokens(const std::filesystem::path& file) {
  std::error_code unknown;
  if (!std::filesystem::exists(file, unknown) && !unknown) return std::string();
  return ReadPrivate(file, Fault::kTokensAreOpen);
}

}  // namespace

Status PutToken(const TokenPlaces& places, const Identity& reader, std::optional<Instant> ends,
                Replace replace, std::vector<Complaint>& complaints) {
  const Result<std::string> trusted = ReadPublic(places.authority / kAuthorityFile);
  if (!trusted) {
    return trusted.error() == Fault::kNotFound ? Fault::kNoAuthority : trusted.error();
  }
  const Result<std::string> old = ReadTokens(places.tokens);
  if (!old) return old.error();
  const Result<TokensFile> noted = ParseTokens(*old, RoleNames(), complaints);
  if (!noted) return noted.error();
  if (replace == Replace::kNever &&
      std::ranges::count(noted->tokens, reader.name, &NotedToken::name) > 0) {
    return Fault::kAlreadyThere;
  }
  Result<std::string> token = MakeToken();
  if (!token) return token.error();
  const auto role = std::ranges::find(RoleNames(), NameOf(reader.role)) - RoleNames().begin();
  const NotedToken note{.name = reader.name,
                        .role = static_cast<std::size_t>(role),
                        .sha256 = DigestOf(*token),
                        .ends = ends};
  const Result<std::string> text = WithToken(*old, note, RoleNames(), complaints);
  if (!text) return text.error();
  *token += '\n';
  const std::array files{FolderFile{kAuthorityFile, *trusted, false},
                         FolderFile{kTokenFile, *token, true}};
  const Status done = PutFolder(places.folder, files, replace);
  OPENSSL_cleanse(token->data(), token->size());
  if (!done) return done.error();
  return PutPrivateFile(places.tokens, *text);
}

Result<bool> PutRefused(const std::filesystem::path& tokens, const RefusedCertificate& refused,
                        std::vector<Complaint>& complaints) {
  const Result<std::string> old = ReadTokens(tokens);
  if (!old) return old.error();
  const Result<std::string> text = WithRefused(*old, refused, RoleNames(), complaints);
  if (!text) return text.error();
  if (*text == *old) return false;
  const Status done = PutPrivateFile(tokens, *text);
  if (!done) return done.error();
  return true;
}

}  // namespace throng
