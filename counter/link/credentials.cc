// Checks a folder's files, then has gRPC read them, now and after each renewal.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/credentials.h"

#include <arpa/inet.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "counter/link/x509.h"
#include "counter/site/private_file.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
namespace tls = grpc::experimental;

// That of certificate.pem, good for `purpose`, key.pem is the key.
Status CheckPair(const fs::path& folder, int purpose) {
  Result<Certificate> certificate = ReadCertificateFile(folder / kCertificateFile);
  if (!certificate) return certificate.error();
  const Result<PrivateKey> key = ReadKeyFile(folder / kKeyFile);
  if (!key) return key.error();
  if (X509_check_private_key(certificate->get(), key->get()) != 1) return Fault::kKeyOfAnother;
  if (X509_check_purpose(certificate->get(), purpose, 0) != 1) return Fault::kWrongEnd;
  const Instant now = SystemClock().Now();
  if (now < BeginOf(**certificate) || now >= EndOf(**certificate)) return Fault::kCertificateOver;
  return Done{};
}

// Likewise, and that authority.pem is there.
Status Check(const fs::path& folder, int purpose) {
  const Result<Certificate> authority = ReadCertificateFile(folder / kAuthorityFile);
  if (!authority) return authority.error();
  return CheckPair(folder, purpose);
}

// gRPC 1.51 does not see whether the key that it reads is that of the certificate beside it, only
// that neither file changes while it reads: so a folder is renewed as a whole (whole_files.h).
std::shared_ptr<tls::CertificateProviderInterface> Watching(const fs::path& folder,
                                                            std::chrono::seconds refresh) {
  return std::make_shared<tls::FileWatcherCertificateProvider>(
      folder / kKeyFile, folder / kCertificateFile, folder / kAuthorityFile,
      static_cast<unsigned>(refresh.count()));
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

Result<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsOf(const fs::path& folder,
                                                                     std::chrono::seconds refresh) {
  if (const Status checked = Check(folder, X509_PURPOSE_SSL_SERVER); !checked) {
    return checked.error();
  }
  tls::TlsServerCredentialsOptions options(Watching(folder, refresh));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(options);
}

Result<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(
    const fs::path& folder, std::chrono::seconds refresh) {
  tls::TlsChannelCredentialsOptions options;
  options.watch_root_certs();
  if (HasCertificate(folder)) {
    if (const Status checked = Check(folder, X509_PURPOSE_SSL_CLIENT); !checked) {
      return checked.error();
    }
    options.set_certificate_provider(Watching(folder, refresh));
    options.watch_identity_key_cert_pairs();
    return tls::TlsCredentials(options);
  }
  const Result<Certificate> authority = ReadCertificateFile(folder / kAuthorityFile);
  if (!authority) return authority.error();
  Result<std::string> token = ReadToken(folder);
  if (!token) return token.error();
  options.set_certificate_provider(std::make_shared<tls::FileWatcherCertificateProvider>(
      folder / kAuthorityFile, static_cast<unsigned>(refresh.count())));
  return grpc::CompositeChannelCredentials(tls::TlsCredentials(options),
                                           grpc::AccessTokenCredentials(*token));
}

Result<ServerPem> ServerPemOf(const fs::path& folder) {
  if (const Status checked = CheckPair(folder, X509_PURPOSE_SSL_SERVER); !checked) {
    return checked.error();
  }
  std::ifstream in(folder / kCertificateFile, std::ios::binary);
  if (!in) return Fault::kNotPermitted;
  const std::string certificate{std::istreambuf_iterator<char>(in), {}};
  Result<std::string> key = ReadPrivate(folder / kKeyFile, Fault::kKeyIsOpen);
  if (!key) return key.error();
  return ServerPem{.certificate = certificate, .key = *std::move(key)};
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
    const Result<Certificate> authority = ReadCertificateFile(folder / kAuthorityFile);
    if (!authority) return authority.error();
    const Result<std::string> token = ReadToken(folder);
    if (!token) return token.error();
    return Done{};
  }
  const Status as_client = Check(folder, X509_PURPOSE_SSL_CLIENT);
  if (as_client || as_client.error() != Fault::kWrongEnd) return as_client;
  return Check(folder, X509_PURPOSE_SSL_SERVER);
}

}  // namespace throng
