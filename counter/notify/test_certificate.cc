// An elliptic key, and what it signs about itself.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/test_certificate.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cctype>
#include <cstdio>
#include <string>

namespace throng {
namespace {

void AddExtension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  ASSERT_NE(extension, nullptr);
  EXPECT_EQ(X509_add_ext(certificate, extension, -1), 1);
  X509_EXTENSION_free(extension);
}

}  // namespace

TestCertificate::TestCertificate(const char* host)
    : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
  constexpr long kHourS = 3600;
  X509* const made = certificate_.get();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -kHourS);
  X509_gmtime_adj(X509_getm_notAfter(made), kHourS);
  X509_set_pubkey(made, key_.get());
  X509_NAME* const name = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("throng test"), -1, -1, 0);
  X509_set_issuer_name(made, name);
  const bool is_number = std::isdigit(static_cast<unsigned char>(host[0])) != 0;
  AddExtension(made, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(made, NID_subject_alt_name, std::string(is_number ? "IP:" : "DNS:") + host);
  EXPECT_GT(X509_sign(made, key_.get(), EVP_sha256()), 0);
}

void TestCertificate::Write(const std::filesystem::path& certificate_file,
                            const std::filesystem::path& key_file) const {
  std::FILE* file = std::fopen(certificate_file.c_str(), "wbe");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(PEM_write_X509(file, certificate_.get()), 1);
  std::fclose(file);
  file = std::fopen(key_file.c_str(), "wbe");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(PEM_write_PrivateKey(file, key_.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
  std::fclose(file);
}

}  // namespace throng
