// A folder for the socket of a hub, and programs that ask it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/pipeline/process.h"

namespace throng {

class AskingTest : public testing::Test {
 protected:
  AskingTest() {
    std::string folder = "/tmp/throng_asking_XXXXXX";
    folder_ = ::mkdtemp(folder.data());
    hub_ = "unix:" + (folder_ / "hub.sock").string();
    ::unsetenv("THRONG_HUB");
    ::unsetenv("THRONG_CREDENTIALS");
  }
  ~AskingTest() override { std::filesystem::remove_all(folder_); }

  // throng with these words, asking the hub of this folder.
  std::vector<std::string> Words(std::vector<std::string> words) const {
    words.insert(words.begin(), THRONG_PROGRAM);
    words.insert(words.begin() + 2, {"--hub", hub_});
    return words;
  }
  Ended Ask(std::vector<std::string> words) const {
    return RunToEnd(Words(std::move(words)), folder_);
  }

  // True as soon as `holds`, false if it does not within 20 seconds.
  static bool Eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 400; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }
  static std::string TextOf(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path folder_;
  std::string hub_;
};

}  // namespace throng
