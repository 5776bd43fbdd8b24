// Basic and Digest, with GLib's hashes.
// SPDX-License-Identifier: Apache-2.0
#include "tests/live/http_login.h"

#include <fmt/format.h>
#include <glib.h>

#include <memory>
#include <utility>

namespace throng {
namespace {

constexpr const char* kRealm = "camera";

std::string Own(gchar* text) {
  const std::unique_ptr<gchar, decltype(&g_free)> owner(text, &g_free);
  return text;
}

// The value of `name` in: Digest name="value", other=value
std::string Part(std::string_view proof, std::string_view name) {
  for (std::size_t at = 0; (at = proof.find(name, at)) != std::string_view::npos; ++at) {
    if (at == 0 || (proof[at - 1] != ' ' && proof[at - 1] != ',')) continue;
    std::string_view rest = proof.substr(at + name.size());
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    if (!rest.starts_with('"')) return std::string(rest.substr(0, rest.find_first_of(", ")));
    rest.remove_prefix(1);
    return std::string(rest.substr(0, rest.find('"')));
  }
  return "";
}

}  // namespace

HttpLogin::HttpLogin(std::optional<CameraLogin> login)
    : login_(std::move(login)),
      nonce_(fmt::format("{:08x}{:08x}", g_random_int(), g_random_int())) {}

std::string HttpLogin::Challenge() const {
  if (login_ && login_->by == ProveBy::kBasic) return fmt::format("Basic realm=\"{}\"", kRealm);
  const bool md5 = login_ && login_->by == ProveBy::kMd5;
  return fmt::format(R"(Digest realm="{}", qop="auth", algorithm={}, nonce="{}", opaque="none")",
                     kRealm, md5 ? "MD5" : "SHA-256", nonce_);
}

bool HttpLogin::Opens(std::string_view target, std::string_view proof) const {
  if (!login_) return true;
  if (login_->by == ProveBy::kBasic) {
    const std::string both = login_->user + ":" + login_->password;
    const auto* const bytes = reinterpret_cast<const guchar*>(both.data());
    return proof == "Basic " + Own(g_base64_encode(bytes, both.size()));
  }
  const auto hash = [this](const std::string& text) {
    const bool md5 = login_->by == ProveBy::kMd5;
    return Own(g_compute_checksum_for_string(md5 ? G_CHECKSUM_MD5 : G_CHECKSUM_SHA256, text.data(),
                                             static_cast<gssize>(text.size())));
  };
  if (!proof.starts_with("Digest ") || Part(proof, "username") != login_->user ||
      Part(proof, "realm") != kRealm || Part(proof, "nonce") != nonce_ ||
      Part(proof, "opaque") != "none" || Part(proof, "qop") != "auth" ||
      Part(proof, "uri") != target) {
    return false;
  }
  const std::string secret = hash(login_->user + ":" + kRealm + ":" + login_->password);
  const std::string asked = hash("GET:" + std::string(target));
  return Part(proof, "response") ==
         hash(fmt::format("{}:{}:{}:{}:auth:{}", secret, nonce_, Part(proof, "nc"),
                          Part(proof, "cnonce"), asked));
}

}  // namespace throng
