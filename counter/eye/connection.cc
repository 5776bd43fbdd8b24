// poll() and read(), into one growing buffer.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/connection.h"

#include <poll.h>
#include <string.h>  // explicit_bzero
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory_resource>
#include <utility>

namespace throng {
namespace {

constexpr std::size_t kLeastRoom = std::size_t{64} << 10U;

bool HasCome(int fd, Duration at_most) {
  pollfd bytes{.fd = fd, .events = POLLIN, .revents = 0};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at_most);
  const timespec pause{.tv_sec = seconds.count(), .tv_nsec = (at_most - seconds).count()};
  return ::ppoll(&bytes, 1, &pause, nullptr) > 0;
}

}  // namespace

Connection::Connection(int fd)
    : fd_(fd), bytes_(2 * kLeastRoom, *std::pmr::new_delete_resource()) {}

std::string_view Connection::text() const {
  return {reinterpret_cast<const char*>(unread().data()), unread().size()};
}

// kLeastRoom at the end, unless kMost is reached.
void Connection::MakeRoom() {
  const std::span<std::uint8_t> bytes = bytes_.elements();
  if (bytes.size() - end_ >= kLeastRoom) return;
  if (begin_ > 0) {
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(begin_),
              bytes.begin() + static_cast<std::ptrdiff_t>(end_), bytes.begin());
    const std::size_t old_end = std::exchange(end_, end_ - begin_);
    ::explicit_bzero(bytes.data() + end_, old_end - end_);
    begin_ = 0;
  }
  if (bytes.size() - end_ >= kLeastRoom || bytes.size() >= kMost) return;
  WipedArray<std::uint8_t> larger(std::min(2 * bytes.size(), kMost),
                                  *std::pmr::new_delete_resource());
  std::copy_n(bytes.begin(), end_, larger.elements().begin());
  bytes_ = std::move(larger);
}

void Connection::Take(std::size_t bytes) {
  ::explicit_bzero(bytes_.elements().data() + begin_, bytes);
  begin_ += bytes;
}

Connection::Came Connection::Read() {
  MakeRoom();
  const std::span<std::uint8_t> room = bytes_.elements().subspan(end_);
  if (room.empty() || !HasCome(fd_, Duration(0))) return Came::kNothing;
  ssize_t got = 0;
  do {
    got = ::read(fd_, room.data(), room.size());
  } while (got < 0 && errno == EINTR);
  if (got < 0 && errno == EAGAIN) return Came::kNothing;
  if (got <= 0) return Came::kEnd;
  end_ += static_cast<std::size_t>(got);
  return Came::kSome;
}

void Connection::Await(Duration at_most) const { HasCome(fd_, std::max(at_most, Duration(0))); }

}  // namespace throng
