// Decides what goes into certificates and for how long, and signs.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/authority.h"

#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <utility>

#include "counter/link/credentials.h"
#include "counter/link/sign.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kEarlier{1};  // for clocks that are behind
constexpr std::chrono::days kAuthorityLife{3652};
constexpr std::chrono::days kLife{730};

struct Loaded {
  std::string pem;  // with what else is trusted, if there is more
  Certificate certificate;
  PrivateKey key;
};

// Of an authority's folder.
Result<Loaded> Load(const fs::path& folder) {
  Result<std::string> pem = ReadPublic(folder / kAuthorityFile);
  if (!pem) return pem.error() == Fault::kNotFound ? Fault::kNoAuthority : pem.error();
  Certificate certificate = ParseCertificate(*pem);
  if (!certificate) return Fault::kBadCertificate;
  Result<PrivateKey> key = ReadKeyFile(folder / kKeyFile);
  if (!key) return key.error() == Fault::kNotFound ? Fault::kNoAuthority : key.error();
  if (X509_check_ca(certificate.get()) != 1) return Fault::kNoAuthority;
  if (X509_check_private_key(certificate.get(), key->get()) != 1) return Fault::kKeyOfAnother;
  return Loaded{*std::move(pem), std::move(certificate), *std::move(key)};
}

// What a person calls it.
std::string SubjectOf(const Identity& identity) {
  return identity.kind == Identity::Kind::kHub ? "throng hub" : identity.name;
}

// A text that is wiped at its end.
struct Secret {
  std::string text;
  explicit Secret(std::string secret) : text(std::move(secret)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
};

bool IsAddress(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

bool IsLabel(std::string_view label) {
  constexpr std::size_t kMost = 63;
  return !label.empty() && label.size() <= kMost && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-';
         });
}

bool IsName(std::string_view host) {
  constexpr std::size_t kMost = 253;
  if (host.size() > kMost) return false;
  while (true) {
    const std::size_t dot = std::min(host.find('.'), host.size());
    if (!IsLabel(host.substr(0, dot))) return false;
    if (dot == host.size()) break;
    host.remove_prefix(dot + 1);
  }
  // A name that ends in digits would be an address to everybody who calls it.
  return host.find_first_not_of("0123456789") != std::string_view::npos;
}

}  // namespace

std::optional<std::string> FaultOfHost(std::string_view host) {
  if (IsAddress(std::string(host)) || IsName(host)) return std::nullopt;
  return "write the name or the address by which the hub is called, without brackets or a port: "
         "hub.example.org, 192.0.2.7 or 2001:db8::7";
}

Status PutAuthority(const fs::path& folder, std::string_view name, Replace replace,
                    const Clock& clock) {
  const bool is_renewal = replace == Replace::kAlways;
  Result<Loaded> old = is_renewal ? Load(folder) : Fault::kNotFound;
  if (is_renewal && !old) return old.error();
  const PrivateKey key = is_renewal ? std::move(old->key) : MakeKey();
  if (!key) return Fault::kInternal;
  const Instant now = clock.Now();
  const CertificateText text{.use = Use::kAuthority,
                             .name = std::string(name),
                             .uris = {},
                             .hosts = {},
                             .begins = now + -kEarlier,
                             .ends = now + kAuthorityLife};
  const Result<Certificate> made = Sign(text, *key, nullptr);
  if (!made) return made.error();
  const Secret secret(PemOf(*key));
  const std::string pem = PemOf(**made);
  const std::array files{FolderFile{kAuthorityFile, pem, false},
                         FolderFile{kKeyFile, secret.text, true}};
  return PutFolder(folder, files, replace);
}

Status PutCredentials(const fs::path& folder, const Identity& identity,
                      const std::vector<std::string>& hosts, const fs::path& authority,
                      Replace replace, const Clock& clock) {
  const Result<Loaded> signer = Load(authority);
  if (!signer) return signer.error();
  const Instant now = clock.Now();
  const Instant last = EndOf(*signer->certificate);
  if (now < BeginOf(*signer->certificate) || now >= last) return Fault::kCertificateOver;
  const PrivateKey key = MakeKey();
  if (!key) return Fault::kInternal;
  const CertificateText text{
      .use = identity.kind == Identity::Kind::kHub ? Use::kServer : Use::kClient,
      .name = SubjectOf(identity),
      .uris = {UriOf(identity)},
      .hosts = hosts,
      .begins = now + -kEarlier,
      .ends = std::min(now + kLife, last)};
  const Issuer issuer{*signer->certificate, *signer->key};
  const Result<Certificate> made = Sign(text, *key, &issuer);
  if (!made) return made.error();
  const Secret secret(PemOf(*key));
  const std::string pem = PemOf(**made);
  const std::array files{FolderFile{kAuthorityFile, signer->pem, false},
                         FolderFile{kCertificateFile, pem, false},
                         FolderFile{kKeyFile, secret.text, true}};
  return PutFolder(folder, files, replace);
}

}  // namespace throng
