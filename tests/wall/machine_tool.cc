// For machine.sh: makes the canary video, searches for pieces of it, feeds, presses, pokes.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "counter/audit/needles.h"
#include "counter/base/descriptor.h"
#include "counter/site/load.h"
#include "tests/wall/canary_video.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr int kPictures = 20;
constexpr std::size_t kMarkerBytes = 8U << 20U;

// What an ordinary process holds, so that the search of a swap is seen to work.
Bytes Marker() {
  std::mt19937 random(77);  // NOLINT(cert-msc51-cpp): the same each time
  Bytes marker(kMarkerBytes);
  for (std::uint8_t& byte : marker) byte = static_cast<std::uint8_t>(random());
  return marker;
}

bool MakeNeedles(const fs::path& folder, Needles& needles) {
  std::vector<Complaint> complaints;
  const Result<Site> site = LoadSite(folder / "canary.toml", complaints);
  if (!site || !MakeCanary(folder, kPictures, *site, needles)) return false;
  const Bytes marker = Marker();
  for (std::size_t at = 0; at < marker.size(); at += 4096) {
    needles.Add("marker", 0, std::span(marker).subspan(at + 512, Needles::kBytes));
  }
  return true;
}

// A page at a time, with what a needle may reach into the next.
bool SearchDevice(const fs::path& device, const Needles& needles, Found& found) {
  const Descriptor file(::open(device.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return false;
  constexpr std::size_t kStep = 1U << 20U;
  Bytes part(kStep + Needles::kBytes - 1);
  for (off_t at = 0;; at += kStep) {
    const ssize_t got = ::pread(file.get(), part.data(), part.size(), at);
    if (got < 0) return false;
    if (got == 0) return true;
    needles.Search(std::span(part).first(static_cast<std::size_t>(got)), found);
  }
}

int Tell(const Found& found) {
  std::map<std::string, int> stages;
  for (const auto& [what, count] : found) stages[what.first] += count;
  for (const auto& [stage, count] : stages) std::cout << "  " << stage << ": " << count << "\n";
  if (stages.empty()) std::cout << "  nothing\n";
  return 0;
}

// A camera that never ends: the bare pictures again and again. Keeps them out of swap itself.
int Feed(const char* video, const char* pipe, int bytes_per_second) {
  std::signal(SIGPIPE, SIG_IGN);
  ::mlockall(MCL_CURRENT | MCL_FUTURE);
  std::ifstream file(video, std::ios::binary);
  const std::vector<char> all{std::istreambuf_iterator<char>(file), {}};
  const Descriptor to(::open(pipe, O_WRONLY | O_CLOEXEC));
  const auto part = static_cast<std::size_t>(bytes_per_second / 20);
  for (std::size_t at = 0;;) {
    const std::size_t size = std::min(part, all.size() - at);
    const ssize_t sent = ::write(to.get(), all.data() + at, size);
    if (sent < 0) return 1;
    at += static_cast<std::size_t>(sent);
    if (at == all.size()) at = EndOfBarePictures(0);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

// Stops `family` at a moment at which pieces of pictures are in the memory of the last of it.
int Catch(const std::vector<pid_t>& family, const Needles& needles) {
  for (int i = 0; i < 100; ++i) {
    for (const pid_t id : family) ::kill(id, SIGSTOP);
    Found found;
    if (!SearchMemory(family.back(), needles, found)) return 1;
    if (!found.empty()) return Tell(found);
    for (const pid_t id : family) ::kill(id, SIGCONT);
    std::this_thread::sleep_for(std::chrono::milliseconds(37));
  }
  std::cout << "  nothing was ever there\n";
  return 1;
}

int Press(std::size_t megabytes, int seconds) {
  std::ofstream("/proc/self/oom_score_adj") << 1000;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::vector<std::uint64_t> all(megabytes << 17U);
  std::mt19937_64 random(5);  // NOLINT(cert-msc51-cpp): any will do
  while (std::chrono::steady_clock::now() < end) {
    for (std::size_t at = 0; at < all.size(); at += 512) all[at] = random();
  }
  return 0;
}

// Another instruction where the process waits or runs: nothing else makes an eye fail.
int Poke(pid_t id, const Bytes& code) {
  const std::string process = "/proc/" + std::to_string(id);
  ::kill(id, SIGSTOP);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  std::ifstream in(process + "/syscall");  // the last word is where it goes on
  const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
  bool done = false;
  if (words.size() > 1) {
    const Descriptor memory(::open((process + "/mem").c_str(), O_RDWR | O_CLOEXEC));
    const auto at = static_cast<off_t>(std::stoull(words.back(), nullptr, 16));
    done =
        ::pwrite(memory.get(), code.data(), code.size(), at) == static_cast<ssize_t>(code.size());
  }
  ::kill(id, SIGCONT);
  return done ? 0 : 1;
}

int Main(const std::vector<std::string>& words) {
  const std::string what = words.size() > 1 ? words[1] : "";
  if (what == "feed") return Feed(words[2].c_str(), words[3].c_str(), std::stoi(words[4]));
  if (what == "press") return Press(std::stoul(words[2]), std::stoi(words[3]));
  if (what == "hold") {
    const Bytes marker = Marker();
    std::this_thread::sleep_for(std::chrono::hours(1));
    return marker[0];
  }
  if (what == "forbidden") return Poke(std::stoi(words[2]), {0xB8, 39, 0, 0, 0, 0x0F, 0x05});
  if (what == "illegal") return Poke(std::stoi(words[2]), {0x0F, 0x0B});
  if (what == "fault") return Poke(std::stoi(words[2]), {0x31, 0xC0, 0x89, 0x00});
  // What is searched for must not come into swap by the searcher.
  ::mlockall(MCL_CURRENT | MCL_FUTURE);
  Needles needles;
  if (!MakeNeedles(words[2], needles)) return 1;
  if (what == "catch") {
    std::vector<pid_t> family;
    for (std::size_t i = 3; i < words.size(); ++i) family.push_back(std::stoi(words[i]));
    return Catch(family, needles);
  }
  for (std::size_t i = 3; i < words.size(); ++i) {
    Found found;
    std::cout << words[i] << "\n";
    const bool is_number =
        std::ranges::all_of(words[i], [](char c) { return c >= '0' && c <= '9'; });
    if (!(is_number ? SearchMemory(std::stoi(words[i]), needles, found)
                    : SearchDevice(words[i], needles, found))) {
      std::cout << "  cannot be searched\n";
      continue;
    }
    Tell(found);
  }
  return 0;
}

}  // namespace
}  // namespace throng

int main(int argc, char** argv) { return throng::Main({argv, argv + argc}); }
