// Certificates and keys of OpenSSL, owned, read and looked at; for the files of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/identity.h"

namespace throng {

struct FreeOpenSsl {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Certificate = std::unique_ptr<X509, FreeOpenSsl>;
using PrivateKey = std::unique_ptr<EVP_PKEY, FreeOpenSsl>;

// The first one in a PEM text; null if there is none, or it asks for a password.
Certificate ParseCertificate(std::string_view pem);
PrivateKey ParseKey(std::string_view pem);

// The text of a file without secrets, as it is. Faults: kNotFound, kNotPermitted.
Result<std::string> ReadPublic(const std::filesystem::path& file);

// The first one in a file. Faults: likewise, and kBadCertificate; kKeyIsOpen of a key.
Result<Certificate> ReadCertificateFile(const std::filesystem::path& file);
Result<PrivateKey> ReadKeyFile(const std::filesystem::path& file);

// Outside of the years that an Instant knows, the nearest that it does.
Instant BeginOf(const X509& certificate);
Instant EndOf(const X509& certificate);

// Who its only URI says it is. Nothing if it has none, several, or one that is none of ours.
std::optional<Identity> IdentityOf(const X509& certificate);

// Its serial number, as SerialFrom (site/tokens.h) writes it; empty if it is 0 or below.
std::string SerialOf(const X509& certificate);

// The names and addresses in it.
std::vector<std::string> HostsOf(const X509& certificate);

// Its subject's common name.
std::string NameOf(const X509& certificate);

}  // namespace throng
