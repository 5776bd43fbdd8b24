// Certificates and keys of OpenSSL, owned, read and looked at; for the files of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <optional>
#include <string_view>

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

// Outside of the years that an Instant knows, the nearest that it does.
Instant BeginOf(const X509& certificate);
Instant EndOf(const X509& certificate);

// Who its only URI says it is. Nothing if it has none, several, or one that is none of ours.
std::optional<Identity> IdentityOf(const X509& certificate);

}  // namespace throng
