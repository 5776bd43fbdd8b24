// The program camera_server, as a test uses it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/pipeline/process.h"

namespace throng {

// Whether it comes to hold within 30 s; asked every 50 ms.
bool Eventually(const std::function<bool()>& condition);

// Stands in for cameras, for 4 minutes at most; killed at its end.
class CameraServer {
 public:
  // `words`: see camera_server --help. Its files go into a folder of its own in `folder`.
  CameraServer(const std::filesystem::path& folder, std::vector<std::string> words);

  // For example Address("rtsp", 0).
  std::string Address(const std::string& scheme, int camera) const;

  // Returns when it is done.
  void Order(const std::string& order) const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path orders_;
  std::unique_ptr<Process> process_;
  int port_ = 0;
};

}  // namespace throng
