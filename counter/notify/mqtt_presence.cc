// A connection that only lives, and its last will.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mqtt_presence.h"

#include <chrono>
#include <string_view>
#include <utility>

#include "counter/notify/mqtt_client.h"
#include "counter/notify/pauses.h"

namespace throng {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kLookMs = 200;
constexpr int kAtLeastOnce = 1;
constexpr bool kRetained = true;
constexpr std::string_view kOnline = "online";
constexpr std::string_view kOffline = "offline";

// What the broker has said so far.
struct PresenceTalk {
  const std::string& topic;
  bool is_in = false;
  bool is_refused = false;
  int to_confirm = 0;
};

void Say(mosquitto* client, PresenceTalk& talk, std::string_view what) {
  const int code =
      ::mosquitto_publish(client, nullptr, talk.topic.c_str(), static_cast<int>(what.size()),
                          what.data(), kAtLeastOnce, kRetained);
  if (code == MOSQ_ERR_SUCCESS) ++talk.to_confirm;
}

void OnPresenceConnect(mosquitto* client, void* talk, int code) {
  auto& with = *static_cast<PresenceTalk*>(talk);
  with.is_in = code == 0;
  with.is_refused = code != 0;
  if (with.is_in) Say(client, with, kOnline);
}

void OnPresencePublish(mosquitto* /*client*/, void* talk, int /*message*/) {
  --static_cast<PresenceTalk*>(talk)->to_confirm;
}

// A farewell makes the broker forget the will, so the same is said before it.
void SayGoodbye(mosquitto* client, PresenceTalk& talk) {
  constexpr std::chrono::seconds kPatience{1};
  Say(client, talk, kOffline);
  const Steady::time_point end = Steady::now() + kPatience;
  while (talk.to_confirm > 0 && Steady::now() < end) {
    if (::mosquitto_loop(client, kLookMs, 1) != MOSQ_ERR_SUCCESS) return;
  }
  ::mosquitto_disconnect(client);
  ::mosquitto_loop(client, kLookMs, 1);
}

}  // namespace

MqttPresence::MqttPresence(MqttWay way, std::string topic, std::chrono::seconds keep_alive)
    : way_(std::move(way)),
      topic_(std::move(topic)),
      keep_alive_(keep_alive),
      thread_([this] { Run(); }) {}

MqttPresence::~MqttPresence() {
  {
    const std::lock_guard lock(mutex_);
    go_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool MqttPresence::IsToGo() const {
  const std::lock_guard lock(mutex_);
  return go_;
}

void MqttPresence::Run() {
  constexpr double kMiddling = 0.5;
  int failures = 0;
  while (!IsToGo()) {
    failures = Stay() ? 1 : failures + 1;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, PauseAfter(failures, kMiddling), [this] { return go_; });
  }
}

bool MqttPresence::Stay() {
  PresenceTalk talk{.topic = topic_};
  const Result<MqttClient> client = MakeMqttClient(way_, &talk);
  if (!client) return false;
  mosquitto* const line = client->get();
  ::mosquitto_connect_callback_set(line, &OnPresenceConnect);
  ::mosquitto_publish_callback_set(line, &OnPresencePublish);
  const int willed = ::mosquitto_will_set(line, topic_.c_str(), static_cast<int>(kOffline.size()),
                                          kOffline.data(), kAtLeastOnce, kRetained);
  // It may return before it is connected; the loop goes on with that.
  const int called = ::mosquitto_connect_async(line, way_.host.c_str(), way_.port,
                                               static_cast<int>(keep_alive_.count()));
  if (willed != MOSQ_ERR_SUCCESS || called != MOSQ_ERR_SUCCESS) return false;
  const Steady::time_point patience = Steady::now() + keep_alive_;
  while (!IsToGo()) {
    const int code = ::mosquitto_loop(line, kLookMs, 1);
    const bool is_lost = code != MOSQ_ERR_SUCCESS && code != MOSQ_ERR_CONN_PENDING;
    const bool is_silent = !talk.is_in && Steady::now() > patience;
    if (is_lost || is_silent || talk.is_refused) return talk.is_in;
  }
  if (talk.is_in) SayGoodbye(line, talk);
  return talk.is_in;
}

}  // namespace throng
