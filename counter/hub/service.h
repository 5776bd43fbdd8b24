// A service of the hub, as whoever assembles them sees it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace grpc {
class Service;
}  // namespace grpc

namespace throng {

class HubService {
 public:
  virtual ~HubService() = default;
  virtual grpc::Service& service() = 0;

  // Once a second: ends streams whose callers would not be let in any more, or that take nothing.
  virtual void Look() = 0;

  // Takes no new streams, and ends those that are open once what they brought is answered.
  virtual void End() = 0;
};

}  // namespace throng
