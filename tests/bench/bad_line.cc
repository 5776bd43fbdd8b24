// A line between two network namespaces that loses, delays, doubles and mixes up what it carries.
// SPDX-License-Identifier: Apache-2.0
//
//   bad_line NAMESPACE DEVICE NAMESPACE DEVICE
//
// Makes a TUN device in each (as root) and carries packets between them until its standard input
// ends. Each line of that is a fault that lasts until the next, in both directions:
//   loss 20          percent of packets
//   duplicate 30     percent
//   slow 64 400 100  kbit/s; delay in ms, give or take so many: later packets may overtake
//   good
// Not sch_netem, since many kernels are built without it.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <queue>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct Line {
  double loss = 0;         // 0..1
  double duplicate = 0;    // 0..1
  double bytes_per_s = 0;  // 0: as fast as it can
  double delay_ms = 0;
  double jitter_ms = 0;
};

struct Packet {
  Clock::time_point due;
  int to;  // descriptor
  std::vector<char> bytes;
  friend bool operator<(const Packet& a, const Packet& b) { return a.due > b.due; }
};

[[noreturn]] void Fail(const std::string& what) {
  fmt::print(stderr, "bad_line: {}: {}\n", what, std::strerror(errno));
  std::exit(1);
}

// The device, in whose namespace this process then is.
int OpenDevice(const std::string& space, const std::string& device) {
  const int entered = ::open(("/run/netns/" + space).c_str(), O_RDONLY | O_CLOEXEC);
  if (entered < 0 || ::setns(entered, CLONE_NEWNET) != 0) Fail(space);
  ::close(entered);
  const int tun = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0) Fail("/dev/net/tun");
  ifreq wish{};
  wish.ifr_flags = IFF_TUN | IFF_NO_PI;
  device.copy(wish.ifr_name, IFNAMSIZ - 1);
  if (::ioctl(tun, TUNSETIFF, &wish) != 0) Fail(device);
  return tun;
}

Line LineOf(const std::string& words) {
  std::istringstream in(words);
  std::string kind;
  double a = 0, b = 0, c = 0;
  in >> kind >> a >> b >> c;
  if (kind == "loss") return {.loss = a / 100};
  if (kind == "duplicate") return {.duplicate = a / 100};
  if (kind == "slow") return {.bytes_per_s = a * 125, .delay_ms = b, .jitter_ms = c};
  return {};
}

class Carrier {
 public:
  explicit Carrier(std::array<int, 2> ends) : ends_(ends) {}

  void SetLine(const Line& line) { line_ = line; }

  // From end `from` to the other.
  void Take(std::size_t from) {
    std::array<char, 65'536> buffer;
    for (;;) {
      const ssize_t size = ::read(ends_.at(from), buffer.data(), buffer.size());
      if (size <= 0) return;
      const int copies = Chance(line_.loss) ? 0 : Chance(line_.duplicate) ? 2 : 1;
      for (int i = 0; i < copies; ++i) {
        waiting_.push({.due = DueAt(from, static_cast<double>(size)),
                       .to = ends_.at(1 - from),
                       .bytes = {buffer.data(), buffer.data() + size}});
      }
    }
  }

  // Hands over what is due; until the next is, in ms; -1: there is none.
  int Give() {
    while (!waiting_.empty() && waiting_.top().due <= Clock::now()) {
      const Packet& packet = waiting_.top();
      // What the other end cannot take is lost, as on any line.
      if (::write(packet.to, packet.bytes.data(), packet.bytes.size()) < 0) ++lost_;
      waiting_.pop();
    }
    if (waiting_.empty()) return -1;
    const auto wait = std::chrono::ceil<milliseconds>(waiting_.top().due - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(0, wait.count()));
  }

 private:
  bool Chance(double share) {
    return std::uniform_real_distribution<double>(0, 1)(random_) < share;
  }

  Clock::time_point DueAt(std::size_t from, double bytes) {
    Clock::time_point sent = Clock::now();
    if (line_.bytes_per_s > 0) {
      const std::chrono::duration<double> takes(bytes / line_.bytes_per_s);
      free_.at(from) = std::max(free_.at(from), sent) + std::chrono::ceil<milliseconds>(takes);
      sent = free_.at(from);
    }
    const double off = std::uniform_real_distribution<double>(-1, 1)(random_) * line_.jitter_ms;
    return sent + milliseconds(static_cast<std::int64_t>(std::max(0.0, line_.delay_ms + off)));
  }

  std::array<int, 2> ends_;
  Line line_;
  std::array<Clock::time_point, 2> free_{};
  std::priority_queue<Packet> waiting_;
  std::mt19937 random_{7};
  std::uint64_t lost_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    fmt::print(stderr, "bad_line NAMESPACE DEVICE NAMESPACE DEVICE\n");
    return 2;
  }
  const std::array<int, 2> ends = {OpenDevice(words[1], words[2]), OpenDevice(words[3], words[4])};
  Carrier carrier(ends);
  fmt::print("ready\n");
  std::fflush(stdout);
  for (int wait = -1;; wait = carrier.Give()) {
    std::array<pollfd, 3> watched = {pollfd{.fd = 0, .events = POLLIN, .revents = 0},
                                     pollfd{.fd = ends[0], .events = POLLIN, .revents = 0},
                                     pollfd{.fd = ends[1], .events = POLLIN, .revents = 0}};
    ::poll(watched.data(), watched.size(), wait);
    if (watched[0].revents != 0) {
      std::string order;
      if (!std::getline(std::cin, order)) return 0;
      carrier.SetLine(LineOf(order));
    }
    for (std::size_t end = 0; end < ends.size(); ++end) {
      if (watched.at(end + 1).revents != 0) carrier.Take(end);
    }
  }
}
