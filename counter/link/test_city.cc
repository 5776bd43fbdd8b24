// Makes what tests prove themselves with.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/test_city.h"

#include <stdlib.h>

#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

#include "counter/base/check.h"
#include "counter/link/authority.h"
#include "counter/link/credentials.h"
#include "counter/link/issue_token.h"

namespace throng {

namespace fs = std::filesystem;

TestCity::TestCity() {
  std::string name = (fs::temp_directory_path() / "throng-link-XXXXXX").string();
  COUNTER_CHECK(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
  COUNTER_CHECK(bool(PutAuthority(authority(), "Test city", Replace::kNever, SystemClock())));
}

TestCity::~TestCity() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path TestCity::NextFolder() { return folder_ / ("made" + std::to_string(++made_)); }

fs::path TestCity::Make(const Identity& identity, const std::vector<std::string>& hosts,
                        Duration shift, const std::optional<fs::path>& by) {
  const fs::path folder = NextFolder();
  COUNTER_CHECK(bool(PutCredentials(folder, identity, hosts, by.value_or(authority()),
                                    Replace::kNever, ShiftedClock(shift))));
  return folder;
}

fs::path TestCity::MakeOdd(const std::function<void(CertificateText&)>& change) {
  const Result<Certificate> signer = ReadCertificateFile(authority() / kAuthorityFile);
  const Result<PrivateKey> signer_key = ReadKeyFile(authority() / kKeyFile);
  COUNTER_CHECK(signer && signer_key);
  const Instant now = SystemClock().Now();
  CertificateText text{.use = Use::kClient,
                       .name = "odd",
                       .uris = {"throng:site:North%20Station"},
                       .hosts = {},
                       .begins = now + -std::chrono::hours(1),
                       .ends = now + std::chrono::hours(1)};
  change(text);
  const PrivateKey key = MakeKey();
  const Issuer issuer{**signer, **signer_key};
  const Result<Certificate> made = Sign(text, *key, &issuer);
  COUNTER_CHECK(bool(made));
  const std::string authority_pem = PemOf(**signer);
  const std::string pem = PemOf(**made);
  const std::string key_pem = PemOf(*key);
  const std::array files{FolderFile{kAuthorityFile, authority_pem, false},
                         FolderFile{kCertificateFile, pem, false},
                         FolderFile{kKeyFile, key_pem, true}};
  const fs::path folder = NextFolder();
  COUNTER_CHECK(bool(PutFolder(folder, files, Replace::kNever)));
  return folder;
}

fs::path TestCity::MakeToken(Role role, std::optional<Instant> ends) {
  const fs::path folder = NextFolder();
  const Identity reader{.kind = Identity::Kind::kReader, .name = "wall screen", .role = role};
  std::vector<Complaint> complaints;
  COUNTER_CHECK(bool(PutToken({folder, folder_ / "tokens.toml", authority()}, reader, ends,
                              Replace::kNever, complaints)));
  return folder;
}

std::string TextOfFile(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace throng
