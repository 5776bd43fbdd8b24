// Reads PEM, dates, and the one URI of a certificate.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/x509.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

namespace throng {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

std::unique_ptr<BIO, FreeBio> Reading(std::string_view text) {
  return std::unique_ptr<BIO, FreeBio>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// A key behind a password: nobody is there who could type it.
int NoPassword(char*, int, int, void*) { return -1; }

Instant InstantOf(const ASN1_TIME* time) {
  constexpr std::int64_t kNsPerS = 1'000'000'000;
  constexpr std::int64_t kMostS = INT64_MAX / kNsPerS;
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1) return Instant(0);
  return Instant(std::clamp<std::int64_t>(::timegm(&fields), -kMostS, kMostS) * kNsPerS);
}

}  // namespace

Certificate ParseCertificate(std::string_view pem) {
  return Certificate(PEM_read_bio_X509(Reading(pem).get(), nullptr, NoPassword, nullptr));
}

PrivateKey ParseKey(std::string_view pem) {
  return PrivateKey(PEM_read_bio_PrivateKey(Reading(pem).get(), nullptr, NoPassword, nullptr));
}

Instant BeginOf(const X509& certificate) { return InstantOf(X509_get0_notBefore(&certificate)); }
Instant EndOf(const X509& certificate) { return InstantOf(X509_get0_notAfter(&certificate)); }

std::optional<Identity> IdentityOf(const X509& certificate) {
  struct FreeNames {
    void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
  };
  const std::unique_ptr<GENERAL_NAMES, FreeNames> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::optional<std::string> uri;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    if (uri) return std::nullopt;
    const ASN1_IA5STRING* const text = name->d.uniformResourceIdentifier;
    uri.emplace(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                static_cast<std::size_t>(ASN1_STRING_length(text)));
  }
  return uri ? IdentityFrom(*uri) : std::nullopt;
}

}  // namespace throng
