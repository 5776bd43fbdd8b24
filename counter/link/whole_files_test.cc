// Folders appear whole or not at all, and nothing is lost when one is replaced.
// SPDX-License-Identifier: Apache-2.0
#include "counter/link/whole_files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <fstream>
#include <string>
#include <thread>

#include "counter/base/check.h"
#include "counter/base/descriptor.h"
#include "counter/link/test_city.h"

namespace throng {
namespace {

namespace fs = std::filesystem;

class WholeFilesTest : public testing::Test {
 protected:
  WholeFilesTest() {
    std::string name = (fs::temp_directory_path() / "throng-files-XXXXXX").string();
    COUNTER_CHECK(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
  }
  ~WholeFilesTest() override { fs::remove_all(folder_); }

  static Status Put(const fs::path& folder, const std::string& text, Replace replace) {
    const std::array files{FolderFile{"public", text, false}, FolderFile{"secret", text, true}};
    return PutFolder(folder, files, replace);
  }
  static unsigned ModeOf(const fs::path& path) {
    struct stat facts {};
    EXPECT_EQ(::stat(path.c_str(), &facts), 0);
    return facts.st_mode & 07777U;
  }
  // What lies there, hidden names included.
  std::ptrdiff_t Entries() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }

  fs::path folder_;
};

TEST_F(WholeFilesTest, AFolderIsForItsOwnerOnly) {
  const mode_t before = ::umask(0);
  EXPECT_TRUE(Put(folder_ / "a", "x", Replace::kNever));
  ::umask(0777);
  EXPECT_TRUE(Put(folder_ / "b", "x", Replace::kNever));
  ::umask(before);
  for (const char* const name : {"a", "b"}) {
    EXPECT_EQ(ModeOf(folder_ / name), 0700U);
    EXPECT_EQ(ModeOf(folder_ / name / "secret"), 0600U);
    EXPECT_EQ(ModeOf(folder_ / name / "public"), 0644U);
  }
  EXPECT_EQ(Entries(), 2);
}

TEST_F(WholeFilesTest, NothingIsOverwritten) {
  ASSERT_TRUE(Put(folder_ / "a", "old", Replace::kNever));
  const Status again = Put(folder_ / "a/", "new", Replace::kNever);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), Fault::kAlreadyThere);
  EXPECT_EQ(TextOfFile(folder_ / "a" / "secret"), "old");
  std::ofstream(folder_ / "file") << "mine";
  EXPECT_EQ(Put(folder_ / "file", "new", Replace::kNever).error(), Fault::kAlreadyThere);
  EXPECT_EQ(TextOfFile(folder_ / "file"), "mine");
  EXPECT_EQ(Entries(), 2) << "nothing else is left behind";
}

TEST_F(WholeFilesTest, AnEmptyFolderIsFilled) {
  fs::create_directory(folder_ / "a");
  EXPECT_TRUE(Put(folder_ / "a", "x", Replace::kNever));
  EXPECT_EQ(TextOfFile(folder_ / "a" / "secret"), "x");
}

TEST_F(WholeFilesTest, WhereItCannotLieIsSaid) {
  EXPECT_EQ(Put(folder_ / "none" / "a", "x", Replace::kNever).error(), Fault::kNotAFolder);
  EXPECT_EQ(Put(folder_ / "a", "x", Replace::kAlways).error(), Fault::kNotFound);
  EXPECT_EQ(Entries(), 0);
}

TEST_F(WholeFilesTest, WhatIsReplacedKeepsOwnerModeAndOtherFiles) {
  ASSERT_TRUE(Put(folder_ / "a", "old", Replace::kNever));
  std::ofstream(folder_ / "a" / "notes") << "mine";
  fs::permissions(folder_ / "a", fs::perms::owner_all | fs::perms::group_exec);
  const bool is_root = ::geteuid() == 0;
  if (is_root) {
    ASSERT_EQ(::chown((folder_ / "a").c_str(), 12345, 23456), 0);
  }
  fs::create_directory_symlink(folder_ / "a", folder_ / "link");
  ASSERT_TRUE(Put(folder_ / "link", "new", Replace::kAlways));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(TextOfFile(folder_ / "a" / "secret"), "new");
  EXPECT_EQ(TextOfFile(folder_ / "a" / "public"), "new");
  EXPECT_EQ(TextOfFile(folder_ / "a" / "notes"), "mine");
  EXPECT_EQ(ModeOf(folder_ / "a"), 0710U);
  EXPECT_EQ(ModeOf(folder_ / "a" / "secret"), 0600U);
  EXPECT_EQ(Entries(), 2) << "the old one is gone";
  if (!is_root) return;
  for (const char* const name : {"", "secret", "public"}) {
    struct stat facts {};
    ASSERT_EQ(::stat((folder_ / "a" / name).c_str(), &facts), 0);
    EXPECT_EQ(facts.st_uid, 12345U) << name;
    EXPECT_EQ(facts.st_gid, 23456U) << name;
  }
}

// Whoever opens the folder once, finds two files of the same time in it.
TEST_F(WholeFilesTest, NobodySeesHalfOfEach) {
  ASSERT_TRUE(Put(folder_ / "a", "0", Replace::kNever));
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 1; i <= 50; ++i) {
      EXPECT_TRUE(Put(folder_ / "a", std::to_string(i), Replace::kAlways));
    }
    done = true;
  });
  int seen = 0;
  while (!done) {
    const Descriptor open(::open((folder_ / "a").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    std::array<std::string, 2> texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const Descriptor file(
          ::openat(open.get(), i == 0 ? "public" : "secret", O_RDONLY | O_CLOEXEC));
      std::array<char, 8> text{};
      const ssize_t size = file ? ::read(file.get(), text.data(), text.size()) : 0;
      texts[i].assign(text.data(), static_cast<std::size_t>(size));
    }
    if (texts[0].empty() || texts[1].empty()) continue;  // it has just been removed
    EXPECT_EQ(texts[0], texts[1]);
    ++seen;
  }
  writer.join();
  EXPECT_GT(seen, 0);
}

TEST_F(WholeFilesTest, ThereIsNoMomentWithoutAFolder) {
  const fs::path folder = folder_ / "a";
  ASSERT_TRUE(Put(folder, "0", Replace::kNever));
  std::atomic<bool> done = false;
  int missed = 0;
  std::thread reader([&] {
    while (!done) missed += ::access(folder.c_str(), F_OK) == 0 ? 0 : 1;
  });
  for (int i = 1; i <= 200; ++i) EXPECT_TRUE(Put(folder, "1", Replace::kAlways));
  done = true;
  reader.join();
  EXPECT_EQ(missed, 0);
}

TEST_F(WholeFilesTest, APrivateFileIsReplacedForItsOwner) {
  ASSERT_TRUE(PutPrivateFile(folder_ / "tokens", "old"));
  EXPECT_EQ(ModeOf(folder_ / "tokens"), 0600U);
  const bool is_root = ::geteuid() == 0;
  if (is_root) {
    ASSERT_EQ(::chown((folder_ / "tokens").c_str(), 12345, 23456), 0);
  }
  fs::create_symlink(folder_ / "tokens", folder_ / "link");
  ASSERT_TRUE(PutPrivateFile(folder_ / "link", "new"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(TextOfFile(folder_ / "tokens"), "new");
  struct stat facts {};
  ASSERT_EQ(::stat((folder_ / "tokens").c_str(), &facts), 0);
  EXPECT_TRUE(!is_root || facts.st_uid == 12345U);
  EXPECT_EQ(Entries(), 2);
  EXPECT_EQ(PutPrivateFile(folder_ / "none" / "tokens", "x").error(), Fault::kNotAFolder);
}

}  // namespace
}  // namespace throng
