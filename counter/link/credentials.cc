// Checks a folder's files before gRPC has them; a hub's it reads again after each renewal.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/credentials.h"

#include <arpa/inet.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <openssl/crypto.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <utility>

#include "counter/link/x509.h"
#include "counter/site/private_file.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
namespace tls = grpc::experimental;

Status CheckPair(const PemPair& pair, int purpose) {
  const Certificate certificate = ParseCertificate(pair.certificate);
  const PrivateKey key = ParseKey(pair.key);
  if (!certificate || !key) return Fault::kBadCertificate;
  if (X509_check_private_key(certificate.get(), key.get()) != 1) return Fault::kKeyOfAnother;
  if (X509_check_purpose(certificate.get(), purpose, 0) != 1) return Fault::kWrongEnd;
  const Instant now = SystemClock().Now();
  if (now < BeginOf(*certificate) || now >= EndOf(*certificate)) return Fault::kCertificateOver;
  return Done{};
}

void WipeKey(std::string& pem) { OPENSSL_cleanse(pem.data(), pem.size()); }

// certificate.pem, good for `purpose`, and the key.pem that is its key.
Result<PemPair> ReadPair(const fs::path& folder, int purpose) {
  Result<std::string> certificate_pem = ReadPublic(folder / kCertificateFile);
  if (!certificate_pem) return certificate_pem.error();
  Result<std::string> key_pem = ReadPrivate(folder / kKeyFile, Fault::kKeyIsOpen);
  if (!key_pem) return key_pem.error();
  PemPair pair{.certificate = *std::move(certificate_pem), .key = *std::move(key_pem)};
  if (const Status checked = CheckPair(pair, purpose); !checked) {
    WipeKey(pair.key);
    return checked.error();
  }
  return pair;
}

Result<std::string> ReadAuthorityPem(const fs::path& folder) {
  Result<std::string> pem = ReadPublic(folder / kAuthorityFile);
  if (pem && !ParseCertificate(*pem)) return Fault::kBadCertificate;
  return pem;
}

Status Check(const fs::path& folder, int purpose) {
  if (const auto authority = ReadAuthorityPem(folder); !authority) return authority.error();
  Result<PemPair> pair = ReadPair(folder, purpose);
  if (!pair) return pair.error();
  WipeKey(pair->key);
  return Done{};
}

// The token of a reader's folder, one line.
Result<std::string> ReadToken(const fs::path& folder) {
  Result<std::string> token = ReadPrivate(folder / kTokenFile, Fault::kKeyIsOpen);
  if (!token) return token.error();
  if (token->ends_with('\n')) token->pop_back();
  const bool is_token =
      !token->empty() && std::ranges::all_of(*token, [](char c) { return c > ' ' && c <= '~'; });
  if (!is_token) return Fault::kBadToken;
  return token;
}

// Else with a token, if that is what it holds.
bool HasCertificate(const fs::path& folder) {
  std::error_code unknown;
  return fs::exists(folder / kCertificateFile, unknown) ||
         !fs::exists(folder / kTokenFile, unknown);
}

Result<CertificateFacts> FactsOf(const fs::path& file) {
  const Result<Certificate> certificate = ReadCertificateFile(file);
  if (!certificate) return certificate.error();
  return CertificateFacts{.name = NameOf(**certificate),
                          .identity = IdentityOf(**certificate),
                          .hosts = HostsOf(**certificate),
                          .serial = SerialOf(**certificate),
                          .begins = BeginOf(**certificate),
                          .ends = EndOf(**certificate)};
}

}  // namespace

// gRPC 1.51 does not see whether the key that it reads is that of the certificate beside it, only
// that neither file changes while it reads: so a folder is renewed as a whole (whole_files.h).
Result<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsOf(const fs::path& folder,
                                                                     std::chrono::seconds refresh) {
  if (const Status checked = Check(folder, X509_PURPOSE_SSL_SERVER); !checked) {
    return checked.error();
  }
  tls::TlsServerCredentialsOptions options(std::make_shared<tls::FileWatcherCertificateProvider>(
      folder / kKeyFile, folder / kCertificateFile, folder / kAuthorityFile,
      static_cast<unsigned>(refresh.count())));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(options);
}

// Not by gRPC's watcher of files, as for a hub: where one connection ends while the next begins,
// the one of 1.51 can mix up the two, and then has no certificate for as long as there is always
// one.
Result<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(const fs::path& folder) {
  Result<std::string> authority = ReadAuthorityPem(folder);
  if (!authority) return authority.error();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = *std::move(authority);
  if (HasCertificate(folder)) {
    Result<PemPair> pair = ReadPair(folder, X509_PURPOSE_SSL_CLIENT);
    if (!pair) return pair.error();
    options.pem_cert_chain = std::move(pair->certificate);
    options.pem_private_key = std::move(pair->key);
    auto credentials = grpc::SslCredentials(options);
    WipeKey(options.pem_private_key);
    return credentials;
  }
  const Result<std::string> token = ReadToken(folder);
  if (!token) return token.error();
  return grpc::CompositeChannelCredentials(grpc::SslCredentials(options),
                                           grpc::AccessTokenCredentials(*token));
}

Result<PemPair> ServerPemOf(const fs::path& folder) {
  return ReadPair(folder, X509_PURPOSE_SSL_SERVER);
}

bool IsOnThisMachine(std::string_view address) {
  constexpr std::string_view kUnix = "unix:";
  if (address.starts_with(kUnix)) return address.size() > kUnix.size();
  const std::size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view port = address.substr(colon + 1);
  if (port.empty() || port.find_first_not_of("0123456789") != std::string_view::npos) return false;
  const std::string host(address.substr(0, colon));
  if (host == "localhost" || host == "[::1]") return true;
  in_addr number{};
  return ::inet_pton(AF_INET, host.c_str(), &number) == 1 && host.starts_with("127.");
}

std::shared_ptr<grpc::ServerCredentials> OpenServerCredentials() {
  return grpc::InsecureServerCredentials();
}

std::shared_ptr<grpc::ChannelCredentials> OpenChannelCredentials() {
  return grpc::InsecureChannelCredentials();
}

Result<CertificateFacts> ReadCertificate(const fs::path& folder) {
  return FactsOf(folder / kCertificateFile);
}

Result<CertificateFacts> ReadAuthority(const fs::path& folder) {
  return FactsOf(folder / kAuthorityFile);
}

Status CheckFolder(const fs::path& folder) {
  if (!HasCertificate(folder)) {
    if (const auto authority = ReadAuthorityPem(folder); !authority) return authority.error();
    const Result<std::string> token = ReadToken(folder);
    if (!token) return token.error();
    return Done{};
  }
  const Status as_client = Check(folder, X509_PURPOSE_SSL_CLIENT);
  if (as_client || as_client.error() != Fault::kWrongEnd) return as_client;
  return Check(folder, X509_PURPOSE_SSL_SERVER);
}

}  // namespace throng
