// A folder with a site, its ledger of ten ticks, and what throng serve is told.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "counter/base/check.h"
#include "counter/site/test_good_site.h"
#include "counter/store/ledger.h"
#include "counter/store/unsent_for_test.h"
#include "tests/pipeline/process.h"

namespace throng {

class ServedFolderTest : public testing::Test {
 protected:
  static constexpr int kTicks = 10;

  explicit ServedFolderTest(const char* name) : folder_(name) {
    Write("station.toml", std::string(kGoodSite));
    std::vector<Complaint> complaints;
    const Result<Site> site = LoadSite(In("station.toml"), complaints);
    COUNTER_CHECK(bool(site));
    site_ = site->name;
    zones_ = static_cast<int>(site->zones.size());
    Result<Ledger> ledger = Ledger::OpenToWrite(In("station.ledger"), *site);
    COUNTER_CHECK(bool(ledger->Append(Ticks(zones_, 0, kTicks))));
  }

  std::filesystem::path In(const std::string& name) const { return folder_.folder() / name; }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(In(name), std::ios::trunc) << text;
  }
  Ended Throng(std::vector<std::string> words) const {
    words.insert(words.begin(), THRONG_PROGRAM);
    return RunToEnd(words, folder_.folder());
  }

  const LedgerFolder folder_;
  std::string site_;
  int zones_ = 0;
};

}  // namespace throng
