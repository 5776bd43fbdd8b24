// What is used of a connection's bytes is nowhere any more.
// SPDX-License-Identifier: Apache-2.0
#include "counter/eye/connection.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>

#include "counter/base/descriptor.h"

namespace throng {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    eye_ = Descriptor(ends[0]);
    camera_ = Descriptor(ends[1]);
  }
  void Send(const std::string& text) const {
    ASSERT_EQ(::write(camera_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }

  Descriptor eye_, camera_;
};

TEST_F(ConnectionTest, WhatIsUsedIsOverwrittenAtOnce) {
  Connection connection(eye_.get());
  Send("a picture and more");
  ASSERT_EQ(connection.Read(), Connection::Came::kSome);
  const char* const place = connection.text().data();
  EXPECT_EQ(std::string(place, 9), "a picture") << "control: here it is looked for";
  connection.Take(9);
  EXPECT_EQ(std::string(place, 9), std::string(9, '\0'));
  EXPECT_EQ(connection.text(), " and more");
}

// What is unread moves to the front when there is no more room behind it.
TEST_F(ConnectionTest, WhatHasMovedIsOverwrittenWhereItWas) {
  Connection connection(eye_.get());
  const std::string some(50'000, 's');
  Send(some);
  ASSERT_EQ(connection.Read(), Connection::Came::kSome);
  const char* const begin = connection.text().data();
  Send(some);
  ASSERT_EQ(connection.Read(), Connection::Came::kSome);
  connection.Take(2 * some.size() - 6);
  Send("x");
  ASSERT_EQ(connection.Read(), Connection::Came::kSome);
  ASSERT_EQ(connection.text(), "ssssssx");
  ASSERT_EQ(connection.text().data(), begin) << "control: it has moved";
  EXPECT_EQ(std::count(begin, begin + 2 * some.size(), 's'), 6);
}

TEST_F(ConnectionTest, ItGrowsForAPictureAndNoFurtherThanItMay) {
  Connection connection(eye_.get());
  const std::string some(100'000, 's');
  std::size_t sent = 0;
  for (; sent < 2 * Connection::kMost; sent += some.size()) {
    Send(some);
    while (connection.Read() == Connection::Came::kSome) {
    }
    if (connection.unread().size() < sent + some.size()) break;
  }
  EXPECT_EQ(connection.unread().size(), Connection::kMost);
}

}  // namespace
}  // namespace throng
