// Reads PEM, dates, and the one URI of a certificate.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/x509.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <system_error>

#include "counter/site/private_file.h"
#include "counter/site/tokens.h"

namespace throng {
namespace {

// A few times what a certificate with a long chain takes.
constexpr std::size_t kMostPemBytes = 256UL * 1024;

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

struct FreeNames {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
using Names = std::unique_ptr<GENERAL_NAMES, FreeNames>;

Names NamesOf(const X509& certificate) {
  return Names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
}

std::string TextOf(const ASN1_STRING& text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text)),
          static_cast<std::size_t>(ASN1_STRING_length(&text))};
}

// Of 4 or 16 bytes.
std::string AddressOf(const std::string& bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = bytes.size() == sizeof(in6_addr) ? AF_INET6 : AF_INET;
  if (bytes.size() != sizeof(in6_addr) && bytes.size() != sizeof(in_addr)) return "?";
  ::inet_ntop(family, bytes.data(), text.data(), text.size());
  return text.data();
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

Result<std::string> ReadPublic(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return error == std::errc::permission_denied ? Fault::kNotPermitted : Fault::kNotFound;
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) return Fault::kNotPermitted;
  std::string pem(kMostPemBytes, '\0');
  in.read(pem.data(), static_cast<std::streamsize>(pem.size()));
  pem.resize(static_cast<std::size_t>(in.gcount()));
  return pem;
}

Result<Certificate> ReadCertificateFile(const std::filesystem::path& file) {
  const Result<std::string> pem = ReadPublic(file);
  if (!pem) return pem.error();
  Certificate certificate = ParseCertificate(*pem);
  if (!certificate) return Fault::kBadCertificate;
  return certificate;
}

Result<PrivateKey> ReadKeyFile(const std::filesystem::path& file) {
  Result<std::string> pem = ReadPrivate(file, Fault::kKeyIsOpen);
  if (!pem) return pem.error();
  PrivateKey key = ParseKey(*pem);
  OPENSSL_cleanse(pem->data(), pem->size());
  if (!key) return Fault::kBadCertificate;
  return key;
}

std::optional<Identity> IdentityOf(const X509& certificate) {
  const Names names = NamesOf(certificate);
  std::optional<std::string> uri;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    if (uri) return std::nullopt;
    uri = TextOf(*name->d.uniformResourceIdentifier);
  }
  return uri ? IdentityFrom(*uri) : std::nullopt;
}

std::string SerialOf(const X509& certificate) {
  BIGNUM* const number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(&certificate), nullptr);
  if (number == nullptr) return {};
  char* const digits = BN_bn2hex(number);
  BN_free(number);
  if (digits == nullptr) return {};
  const std::optional<std::string> serial = SerialFrom(digits);
  OPENSSL_free(digits);
  return serial.value_or("");
}

std::vector<std::string> HostsOf(const X509& certificate) {
  const Names names = NamesOf(certificate);
  std::vector<std::string> hosts;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) hosts.push_back(TextOf(*name->d.dNSName));
    if (name->type == GEN_IPADD) hosts.push_back(AddressOf(TextOf(*name->d.iPAddress)));
  }
  return hosts;
}

std::string NameOf(const X509& certificate) {
  X509_NAME* const subject = X509_get_subject_name(&certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  unsigned char* utf8 = nullptr;
  const int size = at < 0 ? -1
                          : ASN1_STRING_to_UTF8(
                                &utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (size < 0) return {};
  std::string name(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return name;
}

}  // namespace throng
