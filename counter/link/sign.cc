// Builds certificates with OpenSSL, extension by extension.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/sign.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <cstdint>
#include <memory>

namespace throng {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
  void operator()(GENERAL_NAME* name) const { GENERAL_NAME_free(name); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

// Each of the following: whether it went well.

bool SetSerial(X509* made) {
  constexpr int kBits = 128;
  const Owned<BIGNUM> number(BN_new());
  return number && BN_rand(number.get(), kBits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(made)) != nullptr;
}

bool SetTime(ASN1_TIME* time, Instant at) {
  const std::chrono::nanoseconds since_1970(at.utc_ns());
  const auto at_s = std::chrono::floor<std::chrono::seconds>(since_1970).count();
  return ASN1_TIME_set(time, static_cast<std::time_t>(at_s)) != nullptr;
}

bool SetSubject(X509* made, const std::string& name) {
  return X509_NAME_add_entry_by_NID(X509_get_subject_name(made), NID_commonName, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(name.data()),
                                    static_cast<int>(name.size()), -1, 0) == 1;
}

// `value` as openssl.cnf would write it.
bool Add(X509* made, X509V3_CTX* context, int kind, const char* value) {
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, context, kind, value));
  return extension && X509_add_ext(made, extension.get(), -1) == 1;
}

bool AddName(GENERAL_NAMES* names, int kind, const std::string& text) {
  Owned<GENERAL_NAME> name(GENERAL_NAME_new());
  if (!name) return false;
  ASN1_STRING* value = ASN1_IA5STRING_new();
  if (value == nullptr) return false;
  GENERAL_NAME_set0_value(name.get(), kind, value);
  if (ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) != 1) return false;
  if (sk_GENERAL_NAME_push(names, name.get()) <= 0) return false;
  name.release();  // NOLINT(bugprone-unused-return-value): `names` owns it now
  return true;
}

bool AddAddress(GENERAL_NAMES* names, ASN1_OCTET_STRING* address) {
  Owned<GENERAL_NAME> name(GENERAL_NAME_new());
  if (!name) return false;
  GENERAL_NAME_set0_value(name.get(), GEN_IPADD, address);
  if (sk_GENERAL_NAME_push(names, name.get()) <= 0) return false;
  name.release();  // NOLINT(bugprone-unused-return-value): as above
  return true;
}

bool AddNames(X509* made, const CertificateText& text) {
  const Owned<GENERAL_NAMES> names(GENERAL_NAMES_new());
  if (!names) return false;
  for (const std::string& host : text.hosts) {
    ASN1_OCTET_STRING* const address = a2i_IPADDRESS(host.c_str());
    const bool added =
        address != nullptr ? AddAddress(names.get(), address) : AddName(names.get(), GEN_DNS, host);
    if (!added) return false;
  }
  for (const std::string& uri : text.uris) {
    if (!AddName(names.get(), GEN_URI, uri)) return false;
  }
  if (sk_GENERAL_NAME_num(names.get()) == 0) return true;
  return X509_add1_ext_i2d(made, NID_subject_alt_name, names.get(), 0, 0) == 1;
}

bool AddExtensions(X509* made, const CertificateText& text, X509& issuer) {
  const bool is_authority = text.use == Use::kAuthority;
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, made, nullptr, nullptr, 0);
  if (!Add(made, &context, NID_basic_constraints,
           is_authority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE") ||
      !Add(made, &context, NID_key_usage,
           is_authority ? "critical,keyCertSign" : "critical,digitalSignature") ||
      !Add(made, &context, NID_subject_key_identifier, "hash") || !AddNames(made, text)) {
    return false;
  }
  if (is_authority) return true;
  return Add(made, &context, NID_authority_key_identifier, "keyid:always") &&
         Add(made, &context, NID_ext_key_usage,
             text.use == Use::kServer ? "serverAuth" : "clientAuth");
}

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

PrivateKey MakeKey() { return PrivateKey(EVP_EC_gen("P-256")); }

Result<Certificate> Sign(const CertificateText& text, EVP_PKEY& key, const Issuer* issuer) {
  Certificate made(X509_new());
  if (!made) return Fault::kInternal;
  constexpr long kVersion3 = 2;
  X509& signer = issuer != nullptr ? issuer->certificate : *made;
  const bool well =
      X509_set_version(made.get(), kVersion3) == 1 && SetSerial(made.get()) &&
      SetTime(X509_getm_notBefore(made.get()), text.begins) &&
      SetTime(X509_getm_notAfter(made.get()), text.ends) && SetSubject(made.get(), text.name) &&
      X509_set_issuer_name(made.get(), X509_get_subject_name(&signer)) == 1 &&
      X509_set_pubkey(made.get(), &key) == 1 && AddExtensions(made.get(), text, signer) &&
      X509_sign(made.get(), issuer != nullptr ? &issuer->key : &key, EVP_sha256()) > 0;
  if (!well) return Fault::kInternal;
  return made;
}

std::string PemOf(const X509& certificate) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(bio.get(), &certificate) != 1) return {};
  return TextOf(bio.get());
}

std::string PemOf(const EVP_PKEY& key) {
  const Owned<BIO> bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return {};
  }
  return TextOf(bio.get());
}

}  // namespace throng
