// Login and encryption by libmosquitto.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mqtt_client.h"

#include <string>

namespace throng {
namespace {

bool Encrypt(mosquitto* client, const MqttWay& way) {
  constexpr const char* kSystemsAuthorities = "/etc/ssl/certs";
  const auto or_null = [](const std::optional<std::filesystem::path>& file) {
    return file ? file->c_str() : nullptr;
  };
  return ::mosquitto_tls_set(client, or_null(way.ca), way.ca ? nullptr : kSystemsAuthorities,
                             or_null(way.certificate), or_null(way.key),
                             nullptr) == MOSQ_ERR_SUCCESS &&
         ::mosquitto_tls_insecure_set(client, false) == MOSQ_ERR_SUCCESS;
}

}  // namespace

Result<MqttClient> MakeMqttClient(const MqttWay& way, void* talk) {
  MqttClient client(::mosquitto_new(nullptr, true, talk));
  if (!client) return Fault::kInternal;
  if (way.login && ::mosquitto_username_pw_set(client.get(), way.login->user.c_str(),
                                               way.login->password.c_str()) != MOSQ_ERR_SUCCESS) {
    return Fault::kInternal;
  }
  if (way.encrypted && !Encrypt(client.get(), way)) return Fault::kWayUntrusted;
  return client;
}

Fault FaultOfMqtt(int code) {
  return code == MOSQ_ERR_TLS ? Fault::kWayUntrusted : Fault::kWayUnreachable;
}

}  // namespace throng
