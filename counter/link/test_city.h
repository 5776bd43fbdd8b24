// A city for tests: an authority and the folders that it made, in a folder that goes at the end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "counter/base/time.h"
#include "counter/link/identity.h"
#include "counter/link/sign.h"

namespace throng {

// The machine's clock, shifted.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(Duration shift = {}) : shift_(shift) {}
  Instant Now() const override { return machine_.Now() + shift_.load(); }
  Duration Steady() const override { return machine_.Steady() + shift_.load(); }
  void SleepUntil(Duration /*steady*/) override {}
  void Shift(Duration by) { shift_ = shift_.load() + by; }  // one thread shifts

 private:
  SystemClock machine_;
  std::atomic<Duration> shift_;
};

class TestCity {
 public:
  TestCity();
  ~TestCity();
  TestCity(const TestCity&) = delete;
  TestCity& operator=(const TestCity&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }
  std::filesystem::path authority() const { return folder_ / "ca"; }

  // A folder of credentials, made `shift` from now; `by` another authority's folder.
  std::filesystem::path Make(const Identity& identity, const std::vector<std::string>& hosts = {},
                             Duration shift = {},
                             const std::optional<std::filesystem::path>& by = std::nullopt);
  // On 127.0.0.1 and localhost.
  std::filesystem::path MakeHub() {
    return Make({.kind = Identity::Kind::kHub, .name = {}}, {"127.0.0.1", "localhost"});
  }
  std::filesystem::path MakeSite(const std::string& name = "North Station") {
    return Make({.kind = Identity::Kind::kSite, .name = name});
  }
  // What `throng cert` would never sign.
  std::filesystem::path MakeOdd(const std::function<void(CertificateText&)>& change);
  // A reader "wall screen" with a token, noted in tokens.toml.
  std::filesystem::path MakeToken(Role role = Role::kViewer,
                                  std::optional<Instant> ends = std::nullopt);

 private:
  std::filesystem::path NextFolder();

  std::filesystem::path folder_;
  int made_ = 0;
};

std::string TextOfFile(const std::filesystem::path& file);

}  // namespace throng
