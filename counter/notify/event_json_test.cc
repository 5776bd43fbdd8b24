// The JSON of events keeps its fields, and unknown is null.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/event_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "counter/notify/event_words.h"
#include "counter/notify/events_for_test.h"

namespace throng {
namespace {

TEST(EventJson, HasTheseFieldsInThisOrder) {
  EXPECT_EQ(EventJson("arena", DeliveryOf({Raise(), Escalation()})),
            R"({"version":1,"id":"arena/17/2/20261124T203100000Z","site":"arena","alarm":17,)"
            R"("sequence":2,"change":"escalate","kind":"crowding","rule":"too full",)"
            R"("place":"west stand","band":"critical","at":"2026-11-24T20:31:00.000Z",)"
            R"("raised_at":"2026-11-24T20:30:00.000Z","persons":510,"low":470,"high":560,)"
            R"("reason":"4.2 persons/m2 for 30 s; crowded begins at 4","acknowledged_by":null})");
}

TEST(EventJson, OfABlindPlaceThereIsNoBandAndNoCount) {
  const auto json = nlohmann::json::parse(EventJson("arena", DeliveryOf({BlindRaise()})));
  EXPECT_EQ(json.at("kind"), "blind");
  for (const char* field : {"band", "persons", "low", "high", "acknowledged_by"}) {
    EXPECT_TRUE(json.at(field).is_null()) << field;
  }
}

TEST(EventJson, SaysWhoAcknowledged) {
  const auto json = nlohmann::json::parse(
      EventJson("arena", DeliveryOf({Raise(), Escalation(), Acknowledgement()})));
  EXPECT_EQ(json.at("acknowledged_by"), "control room");
  EXPECT_TRUE(json.at("persons").is_null());
}

TEST(EventJson, WhateverTheNamesHoldItIsOneLineOfJson) {
  AlarmEvent event = Raise();
  event.place = "west\"\r\n\xFF";
  const std::string text = EventJson("a\nb", DeliveryOf({event}));
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(text).at("place"), "west\"\r\n\xEF\xBF\xBD");
}

TEST(EventId, IsTheSameForTheSameEventAndForNoOther) {
  EXPECT_EQ(EventId("arena", Raise()), "arena/17/1/20261124T203000000Z");
  EXPECT_EQ(EventId("arena", Raise()), EventId("arena", Raise()));
  EXPECT_NE(EventId("arena", Raise()), EventId("arena", Escalation()));
  AlarmEvent of_a_new_ledger = Raise();
  of_a_new_ledger.at = At("2026-11-25T20:30:00");
  EXPECT_NE(EventId("arena", Raise()), EventId("arena", of_a_new_ledger));
  EXPECT_NE(EventId("a/17", Raise()), EventId("a", Raise()));
}

TEST(EventId, FitsIntoAHeaderWhateverTheSiteIsCalled) {
  EXPECT_EQ(EventId("St\xC3\xA9 d'Or\r\nX: y", Raise()),
            "St%C3%A9%20d%27Or%0D%0AX%3A%20y/17/1/20261124T203000000Z");
}

}  // namespace
}  // namespace throng
