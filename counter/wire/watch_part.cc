// Makes a reply with one field, and its bytes.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/watch_part.h"

#include <throng/v1/watch.pb.h>

#include "counter/wire/alarm.h"
#include "counter/wire/situation.h"

namespace throng {

std::string SitePart(const std::string& site) {
  v1::WatchReply reply;
  reply.set_site(site);
  return reply.SerializeAsString();
}

std::string SituationPart(const WatchedPlace& place, const Situation& situation) {
  v1::WatchReply reply;
  *reply.add_situations() = MessageOf(place, situation);
  return reply.SerializeAsString();
}

std::string EventPart(const AlarmEvent& event) {
  v1::WatchReply reply;
  *reply.add_events() = MessageOf(event);
  return reply.SerializeAsString();
}

std::string ConnectedPart(bool connected) {
  v1::WatchReply reply;
  reply.set_connected(connected);
  return reply.SerializeAsString();
}

std::string MissedPart(std::uint32_t missed) {
  v1::WatchReply reply;
  reply.set_missed(missed);
  return reply.SerializeAsString();
}

}  // namespace throng
