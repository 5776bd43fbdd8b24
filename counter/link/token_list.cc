// Looks whether the file is another one, and compares digests without telling by time how far.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/token_list.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <span>
#include <utility>

namespace throng {
namespace {

constexpr std::array kTokenRoles = {Role::kViewer, Role::kPlanner, Role::kOperator, Role::kAdmin};

bool IsSame(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         a.st_mode == b.st_mode && a.st_uid == b.st_uid && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec && a.st_ctim.tv_sec == b.st_ctim.tv_sec &&
         a.st_ctim.tv_nsec == b.st_ctim.tv_nsec;
}

}  // namespace

std::span<const std::string_view> RoleNames() {
  static const std::array kNames = {NameOf(kTokenRoles[0]), NameOf(kTokenRoles[1]),
                                    NameOf(kTokenRoles[2]), NameOf(kTokenRoles[3])};
  return kNames;
}

TokenDigest DigestOf(std::string_view token) {
  TokenDigest digest;
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
  return digest;
}

TokenList::TokenList(std::filesystem::path file, const Clock& clock)
    : file_(std::move(file)), clock_(clock) {}

void TokenList::Look() {
  constexpr std::chrono::seconds kPause{1};
  const Duration now = clock_.Steady();
  if (looked_ && now - *looked_ < kPause) return;
  looked_ = now;
  struct stat facts {};
  const bool is_there = ::stat(file_.c_str(), &facts) == 0;
  if (is_there && !trouble_ && IsSame(facts, seen_)) return;
  seen_ = facts;
  std::vector<Complaint> complaints;
  Result<TokensFile> read = LoadTokens(file_, RoleNames(), complaints);
  trouble_ = std::nullopt;
  if (read) {
    read_ = *std::move(read);
  } else {
    trouble_ = read.error();
    read_.tokens.clear();
  }
}

std::optional<TokenList::Holder> TokenList::HolderOf(std::string_view token) {
  const TokenDigest digest = DigestOf(token);
  const std::lock_guard lock(mutex_);
  Look();
  const NotedToken* found = nullptr;
  for (const NotedToken& noted : read_.tokens) {
    if (CRYPTO_memcmp(noted.sha256.data(), digest.data(), digest.size()) == 0) found = &noted;
  }
  if (found == nullptr || (found->ends && clock_.Now() >= *found->ends)) return std::nullopt;
  return Holder{.identity = {.kind = Identity::Kind::kReader,
                             .name = found->name,
                             .role = kTokenRoles[found->role]},
                .ends = found->ends};
}

bool TokenList::IsRefused(const std::string& serial) {
  const std::lock_guard lock(mutex_);
  Look();
  if (std::ranges::count(read_.refused, serial, &RefusedCertificate::serial) == 0) return false;
  refused_callers_.insert(serial);
  return true;
}

std::vector<std::string> TokenList::RefusedCallers() {
  const std::lock_guard lock(mutex_);
  return {refused_callers_.begin(), refused_callers_.end()};
}

std::optional<Fault> TokenList::Trouble() {
  const std::lock_guard lock(mutex_);
  Look();
  return trouble_;
}

}  // namespace throng
