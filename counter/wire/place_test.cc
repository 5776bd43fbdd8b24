// Sites go out and come back as they were; each rule they may break is named.
// SPDX-License-Identifier: Apache-2.0
#include "counter/wire/place.h"

#include <gtest/gtest.h>
#include <throng/v1/place.pb.h>

#include <limits>
#include <string>

#include "counter/wire/messages_for_test.h"

namespace throng {
namespace {

TEST(SiteMessage, ComesBackAsItWas) {
  const SiteFacts site = StationFacts();
  const Result<SiteFacts, Refusal> back = SiteFrom(MessageOf(site));
  ASSERT_TRUE(back) << Describe(back.error());
  EXPECT_EQ(back->name, "Station");
  ASSERT_EQ(back->zones.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(back->zones[i].name, site.zones[i].name);
    EXPECT_EQ(back->zones[i].kind, site.zones[i].kind);
    EXPECT_EQ(back->zones[i].area, site.zones[i].area);
    EXPECT_EQ(back->zones[i].capacity, site.zones[i].capacity);
    EXPECT_EQ(back->zones[i].capacity_rule, site.zones[i].capacity_rule);
    EXPECT_EQ(back->zones[i].is_fullest, site.zones[i].is_fullest);
  }
  ASSERT_EQ(back->groups.size(), 1U);
  EXPECT_EQ(back->groups[0].name, "all");
  EXPECT_EQ(back->groups[0].zones, site.groups[0].zones);
  EXPECT_EQ(back->groups[0].capacity, Persons(300));
  EXPECT_EQ(back->groups[0].capacity_rule, "given");
}

TEST(SiteMessage, ToldTwiceIsTheSame) {
  const v1::Site message = MessageOf(StationFacts());
  EXPECT_EQ(MessageOf(*SiteFrom(message)).SerializeAsString(), message.SerializeAsString());
}

struct Mistake {
  const char* name;
  void (*make)(v1::Site&);
  const char* said;
};

class SiteMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(SiteMistakes, AreNamed) {
  v1::Site message = MessageOf(StationFacts());
  GetParam().make(message);
  const Result<SiteFacts, Refusal> taken = SiteFrom(message);
  ASSERT_FALSE(taken);
  EXPECT_EQ(Describe(taken.error()), GetParam().said);
}

void Grow(v1::Site& site, int zones, int groups, int each) {
  for (int i = site.zones_size(); i < zones; ++i) {
    v1::Zone& zone = *site.add_zones();
    zone = site.zones(0);
    zone.set_name("z" + std::to_string(i));
  }
  for (int i = site.groups_size(); i < groups; ++i) {
    v1::Group& group = *site.add_groups();
    group.set_name("g" + std::to_string(i));
    for (int zone = 0; zone < each; ++zone) {
      group.add_zones(static_cast<std::uint32_t>(zone < 2 ? zone : zone + 1));
    }
  }
}

TEST(SiteMessage, MayBeAsLargeAsTheLimits) {
  v1::Site site = MessageOf(StationFacts());
  Grow(site, 4096, 1024, 1);
  EXPECT_TRUE(SiteFrom(site));
}

INSTANTIATE_TEST_SUITE_P(
    Each, SiteMistakes,
    testing::Values(
        Mistake{"NoName", [](v1::Site& m) { m.clear_name(); },
                "site.name is no name that a site file may have"},
        Mistake{"NotUtf8", [](v1::Site& m) { m.set_name("\xFF"); }, "site.name is not UTF-8"},
        Mistake{"NoZones", [](v1::Site& m) { m.clear_zones(); }, "zones are missing"},
        Mistake{"ManyZones", [](v1::Site& m) { Grow(m, 4097, 1, 1); }, "zones are more than 4096"},
        Mistake{"ManyGroups", [](v1::Site& m) { Grow(m, 3, 1025, 1); },
                "groups are more than 1024"},
        Mistake{"ManyGrouped",
                [](v1::Site& m) {
                  Grow(m, 4096, 5, 4095);
                  Grow(m, 4096, 6, 3);
                },
                "groups have more than 16384 zones in all"},
        Mistake{"NoNameOfAZone", [](v1::Site& m) { m.mutable_zones(1)->clear_name(); },
                "zones[1].name is no name that a site file may have"},
        Mistake{"ZoneTwice", [](v1::Site& m) { m.mutable_zones(1)->set_name("hall"); },
                "zones[1].name is that of another place"},
        Mistake{"NoKind", [](v1::Site& m) { m.mutable_zones(1)->clear_kind(); },
                "zones[1].kind is not said, or not known"},
        Mistake{"UnknownKind",
                [](v1::Site& m) { m.mutable_zones(1)->set_kind(static_cast<v1::ZoneKind>(4)); },
                "zones[1].kind is not said, or not known"},
        Mistake{"NoArea", [](v1::Site& m) { m.mutable_zones(1)->clear_area_m2(); },
                "zones[1].area_m2 is not from 1e-6 to 1e9"},
        Mistake{"NegativeArea", [](v1::Site& m) { m.mutable_zones(1)->set_area_m2(-1); },
                "zones[1].area_m2 is not from 1e-6 to 1e9"},
        Mistake{"LargeArea", [](v1::Site& m) { m.mutable_zones(1)->set_area_m2(1.1e9); },
                "zones[1].area_m2 is not from 1e-6 to 1e9"},
        Mistake{"EndlessArea",
                [](v1::Site& m) {
                  m.mutable_zones(1)->set_area_m2(std::numeric_limits<double>::infinity());
                },
                "zones[1].area_m2 is not from 1e-6 to 1e9"},
        Mistake{"AreaIsNoNumber",
                [](v1::Site& m) {
                  m.mutable_zones(1)->set_area_m2(std::numeric_limits<double>::quiet_NaN());
                },
                "zones[1].area_m2 is not from 1e-6 to 1e9"},
        Mistake{"NoCapacity", [](v1::Site& m) { m.mutable_zones(1)->set_capacity_persons(0); },
                "zones[1].capacity_persons is not from 1 to 100000000"},
        Mistake{"LargeCapacity",
                [](v1::Site& m) { m.mutable_zones(1)->set_capacity_persons(100'000'001); },
                "zones[1].capacity_persons is not from 1 to 100000000"},
        Mistake{"LongRule",
                [](v1::Site& m) { m.mutable_zones(1)->set_capacity_rule(std::string(201, 'a')); },
                "zones[1].capacity_rule is longer than 200 bytes"},
        Mistake{"RuleWithoutCapacity",
                [](v1::Site& m) { m.mutable_zones(1)->clear_capacity_persons(); },
                "zones[1].capacity_rule is there without a capacity"},
        Mistake{"CellByFlag", [](v1::Site& m) { m.mutable_zones(1)->set_is_fullest_cell(true); },
                "zones[1].is_fullest_cell is not what its name says"},
        Mistake{"CellByName", [](v1::Site& m) { m.mutable_zones(2)->set_is_fullest_cell(false); },
                "zones[2].is_fullest_cell is not what its name says"},
        Mistake{"CellWithCapacity",
                [](v1::Site& m) { m.mutable_zones(2)->set_capacity_persons(9); },
                "zones[2].capacity_persons is for zones, and not for their cells"},
        Mistake{"NoNameOfAGroup", [](v1::Site& m) { m.mutable_groups(0)->set_name(" all"); },
                "groups[0].name is no name that a site file may have"},
        Mistake{"GroupNamedAsAZone", [](v1::Site& m) { m.mutable_groups(0)->set_name("hall"); },
                "groups[0].name is that of another place"},
        Mistake{"GroupOfNone", [](v1::Site& m) { m.mutable_groups(0)->clear_zones(); },
                "groups[0].zones are missing"},
        Mistake{"GroupOfOthers", [](v1::Site& m) { m.mutable_groups(0)->add_zones(3); },
                "groups[0].zones name none of the site"},
        Mistake{"GroupTwice", [](v1::Site& m) { m.mutable_groups(0)->add_zones(1); },
                "groups[0].zones name one twice"},
        Mistake{"GroupOfACell", [](v1::Site& m) { m.mutable_groups(0)->add_zones(2); },
                "groups[0].zones name a fullest cell"},
        Mistake{"GroupWithoutCapacity",
                [](v1::Site& m) { m.mutable_groups(0)->clear_capacity_persons(); },
                "groups[0].capacity_rule is there without a capacity"}),
    [](const testing::TestParamInfo<Mistake>& each) { return each.param.name; });

}  // namespace
}  // namespace throng
