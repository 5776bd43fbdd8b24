// The Python example in a folder, with the contract's Python beside it, as proto/README.md says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/pipeline/process.h"

namespace throng {

class PythonExample {
 public:
  explicit PythonExample(const std::filesystem::path& folder)
      : program_(folder / "read_throng.py") {
    namespace fs = std::filesystem;
    const fs::path proto = THRONG_PROTO_FOLDER;
    fs::copy_file(proto / "examples/read_throng.py", program_);
    std::vector<std::string> words{THRONG_PROTOC,
                                   "-I",
                                   proto,
                                   "--python_out=" + folder.string(),
                                   "--grpc_out=" + folder.string(),
                                   "--plugin=protoc-gen-grpc=" THRONG_PYTHON_PLUGIN};
    for (const auto& file : fs::directory_iterator(proto / "throng/v1")) {
      words.push_back(file.path());
    }
    const Ended made = RunToEnd(words, folder);
    EXPECT_EQ(made.code, 0) << made.err;
  }

  std::vector<std::string> Words(std::vector<std::string> words) const {
    words.insert(words.begin(), {"/usr/bin/python3", program_});
    return words;
  }

 private:
  std::filesystem::path program_;
};

}  // namespace throng
