// A folder of certificates as what gRPC wants of either end of a connection.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
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
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

namespace throng {

// What a folder holds: whom to trust, and either a certificate with its key, or, of a reader, a
// token. Key and token are read only where nobody else may (site/private_file.h).
inline constexpr const char* kAuthorityFile = "authority.pem";
inline constexpr const char* kCertificateFile = "certificate.pem";
inline constexpr const char* kKeyFile = "key.pem";
inline constexpr const char* kTokenFile = "token";

// How often a hub looks at its files, whether they were renewed.
inline constexpr std::chrono::seconds kRefresh{30};

// For a hub: TLS 1.2 or newer, a certificate of a client is asked for, and checked if there is one.
// Renewed files are taken up without a restart, within `refresh`, by connections that begin then.
// Faults: kNotFound, kNotPermitted, kKeyIsOpen, kBadCertificate, kKeyOfAnother, kWrongEnd,
// kCertificateOver.
Result<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsOf(
    const std::filesystem::path& folder, std::chrono::seconds refresh = kRefresh);

// For who calls a hub, of what the folder holds now; the hub has to be what `authority.pem` says it
// is, under the name by which it is called. A token goes with each call; nothing sends it without
// TLS. Faults: the same, and kBadToken.
Result<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(
    const std::filesystem::path& folder);

// PEM texts of certificate.pem, with what signed it, and of key.pem.
struct PemPair {
  std::string certificate;
  std::string key;
};
// For a server of another kind, whom browsers ask. It needs no authority.pem. Faults: as of
// ServerCredentialsOf.
Result<PemPair> ServerPemOf(const std::filesystem::path& folder);

// Both without TLS, for an address that is on this machine: "127.0.0.1:7443", "[::1]:7443",
// "localhost:7443" or "unix:/run/throng/hub.sock".
bool IsOnThisMachine(std::string_view address);
std::shared_ptr<grpc::ServerCredentials> OpenServerCredentials();
std::shared_ptr<grpc::ChannelCredentials> OpenChannelCredentials();

// What a certificate says.
struct CertificateFacts {
  std::string name;                  // its subject's
  std::optional<Identity> identity;  // absent: it is no one of ours, or an authority's
  std::vector<std::string> hosts;    // names and addresses, of a hub
  std::string serial;                // its number, in hexadecimal digits; SerialOf (x509.h)
  Instant begins;
  Instant ends;
};
// Of certificate.pem, or authority.pem, in a folder. Faults: kNotFound, kNotPermitted,
// kBadCertificate.
Result<CertificateFacts> ReadCertificate(const std::filesystem::path& folder);
Result<CertificateFacts> ReadAuthority(const std::filesystem::path& folder);

// Whether either end of a connection could be made of the folder: the faults are those above.
Status CheckFolder(const std::filesystem::path& folder);

}  // namespace throng
