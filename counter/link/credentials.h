// A folder of certificates as what gRPC wants of either end of a connection.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/identity.h"

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

namespace throng {

// A folder holds authority.pem (whom to trust), and either certificate.pem with key.pem, or, of a
// reader, token. key.pem and token are read only where nobody else may (site/private_file.h).

// For a hub: TLS 1.2 or newer, a certificate of a client is asked for, and checked if there is one.
// Renewed files are taken up without a restart, within a minute. Faults: kNotFound,
// kNotPermitted, kKeyIsOpen, kBadCertificate (cannot be read, or the key is that of another),
// kCertificateExpired.
Result<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsOf(
    const std::filesystem::path& folder);

// For who calls a hub; the hub has to be what `authority.pem` says it is, under the name by which
// it is called. Likewise.
Result<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(
    const std::filesystem::path& folder);

// Both without TLS, for an address that is on this machine: "127.0.0.1:7443", "[::1]:7443",
// "localhost:7443" or "unix:/run/throng/hub.sock".
bool IsOnThisMachine(std::string_view address);
std::shared_ptr<grpc::ServerCredentials> OpenServerCredentials();
std::shared_ptr<grpc::ChannelCredentials> OpenChannelCredentials();

// What certificate.pem of a folder says.
struct CertificateFacts {
  std::optional<Identity> identity;  // absent: the certificate is no one of ours
  Instant begins;
  Instant ends;
};
// Faults: kNotFound, kNotPermitted, kBadCertificate.
Result<CertificateFacts> ReadCertificate(const std::filesystem::path& folder);

}  // namespace throng
