// Fruin's limits in persons per square metre, as published tables round them.
// SPDX-License-Identifier: Apache-2.0
#include "counter/occupancy/level_of_service.h"

#include <gtest/gtest.h>

namespace throng {
namespace {

char Letter(ZoneKind kind, double persons_per_m2) {
  return static_cast<char>(LevelOf(kind, PersonsPerM2(persons_per_m2)));
}

TEST(LevelOfService, WalkwayLimits) {
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 0.0), 'A');
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 0.307), 'A');
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 0.308), 'B');
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 0.43), 'B');
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 0.432), 'C');
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 0.719), 'D');
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 1.078), 'E');
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 2.16), 'F');
}

TEST(LevelOfService, QueueLimits) {
  EXPECT_EQ(Letter(ZoneKind::kQueue, 0.82), 'A');
  EXPECT_EQ(Letter(ZoneKind::kQueue, 0.83), 'B');
  EXPECT_EQ(Letter(ZoneKind::kQueue, 1.08), 'C');
  EXPECT_EQ(Letter(ZoneKind::kQueue, 1.54), 'D');
  EXPECT_EQ(Letter(ZoneKind::kQueue, 3.59), 'E');
  EXPECT_EQ(Letter(ZoneKind::kQueue, 5.39), 'F');
}

TEST(LevelOfService, StairLimits) {
  EXPECT_EQ(Letter(ZoneKind::kStair, 0.53), 'A');
  EXPECT_EQ(Letter(ZoneKind::kStair, 0.539), 'B');
  EXPECT_EQ(Letter(ZoneKind::kStair, 0.72), 'C');
  EXPECT_EQ(Letter(ZoneKind::kStair, 1.08), 'D');
  EXPECT_EQ(Letter(ZoneKind::kStair, 1.54), 'E');
  EXPECT_EQ(Letter(ZoneKind::kStair, 2.70), 'F');
}

TEST(LevelOfService, TheSameDensityIsJammedOnAWalkwayAndADenseQueue) {
  EXPECT_EQ(Letter(ZoneKind::kWalkway, 2.5), 'F');
  EXPECT_EQ(Letter(ZoneKind::kQueue, 2.5), 'D');
}

}  // namespace
}  // namespace throng
