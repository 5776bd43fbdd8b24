// A site and a canary video, and the search of a throng that counts it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "counter/audit/needles.h"
#include "tests/pipeline/scene.h"

namespace throng {

// Only root may look into an eye's memory: other users' tests, and sanitizers', are skipped.
class CanaryScene : public SceneTest {
 protected:
  static constexpr int kPictures = 100;  // 4 s
  static constexpr std::chrono::milliseconds kAfter{2000};

  void SetUp() override;

  // throng count of site_ with these words, and with the eye of a control (see CMakeLists.txt) or,
  // where that is empty, the real one.
  std::vector<std::string> Count(const std::string& control, std::vector<std::string> words) const;

  // Everything that is in the memory of a process and its children at one moment. They are three:
  // throng, the process that waits for the eye, and the eye; fails where they are not.
  Found FoundIn(const Process& process) const;
  // The same of as many as there are; who is gone has no memory.
  Found FoundInAll(const std::vector<pid_t>& family) const;

  // Lines of its map of memory that can be both written and run.
  static std::vector<std::string> CodeThatCanChange(pid_t id);

  static std::set<std::string> StagesIn(const Found& found);
  static std::set<int> PicturesIn(const Found& found);
  // Between the oldest and the newest of them. The video plays round and round, so this is the
  // shortest way that leads past all.
  static int SpreadOf(const std::set<int>& pictures);
  static std::string Told(const Found& found);  // the stages, for a person
  static void Sleep(int ms);

  std::filesystem::path site_;
  const std::filesystem::path camera_ = folder_ / "camera";  // the only place for pictures
  Needles needles_;
};

}  // namespace throng
