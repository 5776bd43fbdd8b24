// By libcrypto.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/webhook_signature.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <memory>

namespace throng {
namespace {

struct Free {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<std::string> HmacSha256(std::string_view secret, std::string_view text) {
  const std::unique_ptr<EVP_MAC, Free> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  if (!mac) return Fault::kInternal;
  const std::unique_ptr<EVP_MAC_CTX, Free> context(EVP_MAC_CTX_new(mac.get()));
  std::string digest = "SHA256";  // the parameter may not be constant, and is not written
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  std::size_t size = 0;
  const bool done =
      context &&
      EVP_MAC_init(context.get(), BytesOf(secret), secret.size(), parameters.data()) == 1 &&
      EVP_MAC_update(context.get(), BytesOf(text), text.size()) == 1 &&
      EVP_MAC_final(context.get(), code.data(), &size, code.size()) == 1;
  if (!done) return Fault::kInternal;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (std::size_t i = 0; i < size; ++i) {
    hex += kDigits[code[i] >> 4U];
    hex += kDigits[code[i] & 15U];
  }
  return hex;
}

Result<std::string> WebhookSignature(std::string_view secret, std::int64_t at_s,
                                     std::string_view body) {
  const Result<std::string> hmac =
      HmacSha256(secret, std::to_string(at_s) + "." + std::string(body));
  if (!hmac) return hmac.error();
  return "v1=" + *hmac;
}

}  // namespace throng
