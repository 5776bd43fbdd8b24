// Starts camera_server, and gives it orders through a named pipe.
// SPDX-License-Identifier: Apache-2.0
#include "tests/live/stand_in.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace throng {

namespace fs = std::filesystem;

bool Eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 600; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

CameraServer::CameraServer(const fs::path& folder, std::vector<std::string> words) {
  static std::atomic<int> servers = 0;
  folder_ = folder / ("server" + std::to_string(++servers));
  orders_ = folder_ / "orders";
  fs::create_directory(folder_);
  EXPECT_EQ(::mkfifo(orders_.c_str(), 0600), 0);
  words.insert(words.begin(), {CAMERA_SERVER, "--seconds", "240", "--orders-from", orders_});
  process_ = std::make_unique<Process>(words, folder_);
  EXPECT_TRUE(Eventually([&] { return process_->OutSoFar().starts_with("ready "); }));
  std::istringstream(process_->OutSoFar().substr(6)) >> port_;
}

std::string CameraServer::Address(const std::string& scheme, int camera) const {
  return scheme + "://127.0.0.1:" + std::to_string(port_) + "/cam" + std::to_string(camera);
}

void CameraServer::Order(const std::string& order) const {
  const std::size_t said = process_->OutSoFar().size();
  std::ofstream(orders_) << order << std::endl;
  const std::string done = "done " + order + "\n";
  EXPECT_TRUE(Eventually([&] {
    return process_->OutSoFar().find(done, said) != std::string::npos;
  })) << order;
}

}  // namespace throng
