// Tells a broker that throng is there, and lets the broker tell when it is not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "counter/base/time.h"
#include "counter/site/ways.h"

namespace throng {

// From its making on, in a thread and by a connection of its own, the retained message at `topic`
// is "online" while the broker hears of it, and "offline" once it does not: at the end that throng
// says itself, at any other the broker, as its last will. The connection is made anew whenever it
// is lost. The library must have been begun, and stay so.
class MqttPresence {
 public:
  // A broker that hears nothing for half as long again takes the line for cut.
  static constexpr std::chrono::seconds kKeepAlive{30};

  // `keep_alive`: at least 5 s, or the library refuses it.
  MqttPresence(MqttWay way, std::string topic, std::chrono::seconds keep_alive = kKeepAlive);
  // Says that it goes; waits a second at most for the broker to confirm that.
  ~MqttPresence();
  MqttPresence(const MqttPresence&) = delete;
  MqttPresence& operator=(const MqttPresence&) = delete;

 private:
  void Run();
  // One connection, until it is lost or throng goes. Whether the broker let us in.
  bool Stay();
  bool IsToGo() const;

  MqttWay way_;
  std::string topic_;
  std::chrono::seconds keep_alive_;
  mutable std::mutex mutex_;  // of the next
  bool go_ = false;
  std::condition_variable changed_;
  std::thread thread_;  // last: the rest is there before it starts
};

}  // namespace throng
