// Alarms through an MQTT broker: events as they happen, and the state of each alarm, retained.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "counter/notify/sender.h"
#include "counter/site/ways.h"

namespace throng {

// PREFIX/SITE/availability
std::string AvailabilityTopic(std::string_view prefix, std::string_view site);

// PREFIX/SITE/events
std::string EventsTopic(std::string_view prefix, std::string_view site);

// PREFIX/SITE/PLACE/alarm/KIND/RULE: one for each alarm that can be open at the same time, so that
// the end of one does not hide another.
std::string StateTopic(std::string_view prefix, std::string_view site, const AlarmEvent& event);

// Publishes EventJson to both with QoS 1, the latter retained, and takes it for delivered when the
// broker has confirmed both. Each time anew: connects, publishes, disconnects. From Begin() on
// there is an MqttPresence beside that.
std::unique_ptr<Sender> MakeMqtt(const MqttWay& way, const std::string& site,
                                 Duration most_wait = kMostWait);

}  // namespace throng
