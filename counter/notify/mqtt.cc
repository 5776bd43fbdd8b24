// MQTT 3.1.1 by libmosquitto.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mqtt.h"

#include <mosquitto.h>

#include <chrono>
#include <string_view>
#include <utility>

#include "counter/notify/event_json.h"
#include "counter/notify/event_words.h"
#include "counter/notify/mqtt_client.h"
#include "counter/notify/mqtt_presence.h"
#include "counter/notify/plain_text.h"

namespace throng {
namespace {

using Steady = std::chrono::steady_clock;

// A name as one level of a topic: what separates levels or stands for several is %XX.
std::string Level(std::string_view name) {
  std::string level;
  for (const char c : OneLine(name)) {
    const bool is_special = c == '/' || c == '+' || c == '#' || c == '%' || c == '$';
    level += is_special ? PercentEncoded(std::string_view(&c, 1)) : std::string(1, c);
  }
  return level;
}

// What the broker has said so far.
struct EventTalk {
  std::string events_topic;
  std::string state_topic;
  std::string payload;
  int to_confirm = 2;
  std::optional<int> connect_code;  // 0: it let us in
  bool failed = false;
};

void Publish(mosquitto* client, EventTalk& talk) {
  constexpr int kAtLeastOnce = 1;
  const auto put = [&](const std::string& topic, bool retain) {
    const int size = static_cast<int>(talk.payload.size());
    const int code = ::mosquitto_publish(client, nullptr, topic.c_str(), size, talk.payload.data(),
                                         kAtLeastOnce, retain);
    if (code != MOSQ_ERR_SUCCESS) talk.failed = true;
  };
  put(talk.state_topic, true);
  put(talk.events_topic, false);
}

void OnEventConnect(mosquitto* client, void* talk, int code) {
  auto& with = *static_cast<EventTalk*>(talk);
  with.connect_code = code;
  if (code == 0) Publish(client, with);
}

void OnEventPublish(mosquitto* /*client*/, void* talk, int /*message*/) {
  --static_cast<EventTalk*>(talk)->to_confirm;
}

Reply Down(Fault why) { return {.verdict = Reply::Verdict::kDown, .why = why}; }

class Mqtt final : public Sender {
 public:
  Mqtt(MqttWay way, std::string site, Duration most_wait)
      : way_(std::move(way)), site_(std::move(site)), most_wait_(most_wait) {
    ::mosquitto_lib_init();
  }
  ~Mqtt() override {
    presence_.reset();
    ::mosquitto_lib_cleanup();
  }

  void Begin() override { presence_.emplace(way_, AvailabilityTopic(way_.prefix, site_)); }

  Reply Send(const Delivery& delivery, Instant /*now*/, const std::atomic<bool>& stop) override {
    EventTalk talk{.events_topic = EventsTopic(way_.prefix, site_),
                   .state_topic = StateTopic(way_.prefix, site_, delivery.event()),
                   .payload = EventJson(site_, delivery),
                   .connect_code = {}};
    const Result<MqttClient> made = MakeMqttClient(way_, &talk);
    if (!made) return Down(made.error());
    mosquitto* const client = made->get();
    ::mosquitto_connect_callback_set(client, &OnEventConnect);
    ::mosquitto_publish_callback_set(client, &OnEventPublish);
    constexpr int kKeepAliveS = 60;
    // It may return before it is connected; the loop goes on with that.
    const int code = ::mosquitto_connect_async(client, way_.host.c_str(), way_.port, kKeepAliveS);
    if (code != MOSQ_ERR_SUCCESS) return Down(FaultOfMqtt(code));
    const Reply reply = Wait(client, talk, stop);
    if (reply.verdict == Reply::Verdict::kDelivered) SayGoodbye(client);
    return reply;
  }

 private:
  Reply Wait(mosquitto* client, EventTalk& talk, const std::atomic<bool>& stop) const {
    constexpr int kLookMs = 100;
    const Steady::time_point end = Steady::now() + most_wait_;
    while (!stop && Steady::now() < end) {
      const int code = ::mosquitto_loop(client, kLookMs, 1);
      if (talk.to_confirm == 0) return {.verdict = Reply::Verdict::kDelivered, .why = {}};
      if (talk.connect_code.value_or(0) != 0) return Down(Fault::kWayLoginRefused);
      if (talk.failed) return Down(Fault::kInternal);
      if (code != MOSQ_ERR_SUCCESS && code != MOSQ_ERR_CONN_PENDING) return Down(FaultOfMqtt(code));
    }
    return Down(Fault::kWaySlow);
  }

  static void SayGoodbye(mosquitto* client) {
    constexpr int kLookMs = 100;
    ::mosquitto_disconnect(client);
    ::mosquitto_loop(client, kLookMs, 1);
  }

  MqttWay way_;
  std::string site_;
  Duration most_wait_;
  std::optional<MqttPresence> presence_;
};

}  // namespace

std::string AvailabilityTopic(std::string_view prefix, std::string_view site) {
  return std::string(prefix) + "/" + Level(site) + "/availability";
}

std::string EventsTopic(std::string_view prefix, std::string_view site) {
  return std::string(prefix) + "/" + Level(site) + "/events";
}

std::string StateTopic(std::string_view prefix, std::string_view site, const AlarmEvent& event) {
  return std::string(prefix) + "/" + Level(site) + "/" + Level(event.place) + "/alarm/" +
         std::string(NameOf(event.kind)) + "/" + Level(event.rule);
}

std::unique_ptr<Sender> MakeMqtt(const MqttWay& way, const std::string& site, Duration most_wait) {
  return std::make_unique<Mqtt>(way, site, most_wait);
}

}  // namespace throng
