// Makes keys and certificates; for the files of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "counter/base/result.h"
#include "counter/base/time.h"
#include "counter/link/x509.h"

namespace throng {

// Null if OpenSSL fails, as it never should. On the curve P-256.
PrivateKey MakeKey();

// What a certificate is for.
enum class Use : std::uint8_t { kAuthority = 1, kServer, kClient };

// What it says. `hosts` are names in the DNS, or addresses; `uris` stand in it as they are.
struct CertificateText {
  Use use;
  std::string name;  // as its subject, UTF-8, at most 64 bytes
  std::vector<std::string> uris;
  std::vector<std::string> hosts;
  Instant begins;
  Instant ends;
};

// Who signs.
struct Issuer {
  X509& certificate;
  EVP_PKEY& key;
};

// X.509 version 3 for `key`'s public half, with a random serial number; signed by the key itself
// without an `issuer`. Faults: kInternal.
Result<Certificate> Sign(const CertificateText& text, EVP_PKEY& key, const Issuer* issuer);

// In PEM. Whoever has the key's text wipes it.
std::string PemOf(const X509& certificate);
std::string PemOf(const EVP_PKEY& key);

}  // namespace throng
