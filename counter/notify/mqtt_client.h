// A client of an MQTT broker, with its login and its certificates, not connected yet.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mosquitto.h>

#include <memory>

#include "counter/base/result.h"
#include "counter/site/ways.h"

namespace throng {

struct DestroyMqttClient {
  void operator()(mosquitto* client) const { ::mosquitto_destroy(client); }
};
using MqttClient = std::unique_ptr<mosquitto, DestroyMqttClient>;

// For one session under a new name of its own; `talk` goes to its callbacks. The library must have
// been begun. Faults: kWayUntrusted if a certificate cannot be used, kInternal.
Result<MqttClient> MakeMqttClient(const MqttWay& way, void* talk);

// Why a connection to a broker ended, or came to nothing, from libmosquitto's code for it.
Fault FaultOfMqtt(int code);

}  // namespace throng
