// A certificate that a test makes for a server on 127.0.0.1, signed by itself.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>

namespace throng {

class TestCertificate {
 public:
  // Good for that host (a name or a number), from an hour ago until in an hour.
  explicit TestCertificate(const char* host = "127.0.0.1");

  X509* certificate() const { return certificate_.get(); }
  EVP_PKEY* key() const { return key_.get(); }
  void Write(const std::filesystem::path& certificate_file,
             const std::filesystem::path& key_file) const;

 private:
  struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };
  std::unique_ptr<EVP_PKEY, Free> key_;
  std::unique_ptr<X509, Free> certificate_;
};

}  // namespace throng
