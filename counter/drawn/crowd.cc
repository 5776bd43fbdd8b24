// Five ways in which people share ground, mixed by chance.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/crowd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "counter/drawn/furniture.h"

namespace throng {
namespace {

constexpr float kClosestM = 0.34F;  // middles of two people in a packed crowd

class Floorplan {
 public:
  Floorplan(std::vector<Taken> taken, int most) : taken_(std::move(taken)), most_(most) {}

  bool full() const { return static_cast<int>(people_.size()) >= most_; }

  void Add(const Standing& person, float apart_m) {
    if (full() || !IsFree(person.foot, apart_m)) return;
    by_cell_.emplace(CellOf(person.foot), people_.size());
    people_.push_back(person);
  }

  std::vector<Standing> people() && { return std::move(people_); }

 private:
  using Cell = std::pair<int, int>;

  static Cell CellOf(const Place& at) {
    return {static_cast<int>(std::floor(at[0])), static_cast<int>(std::floor(at[1]))};
  }

  bool IsFree(const Place& at, float apart_m) const {
    for (const Taken& taken : taken_) {
      if (cv::norm(taken.middle - at) < taken.radius_m) return false;
    }
    const Cell cell = CellOf(at);
    for (int i = -1; i <= 1; ++i) {
      for (int j = -1; j <= 1; ++j) {
        const auto [first, last] = by_cell_.equal_range({cell.first + i, cell.second + j});
        for (auto other = first; other != last; ++other) {
          if (cv::norm(people_[other->second].foot - at) < apart_m) return false;
        }
      }
    }
    return true;
  }

  std::vector<Taken> taken_;
  int most_;
  std::vector<Standing> people_;
  std::multimap<Cell, std::size_t> by_cell_;
};

Posture UprightPosture(Random& random, float walking) {
  if (random.Chance(0.015F)) return Posture::kCrouching;
  return random.Chance(walking) ? Posture::kWalking : Posture::kStanding;
}

void AddGroup(Random& random, const Place& at, Floorplan& plan) {
  const float heading = random.Between(0, kTurn);
  const float walking = random.Chance(0.5F) ? 1.0F : 0.1F;
  const int count = random.Whole(2, 5);
  const bool facing = walking < 0.5F && random.Chance(0.6F);
  for (int i = 0; i < count; ++i) {
    if (facing) {  // a ring of people who talk
      const float angle = kTurn * static_cast<float>(i) / static_cast<float>(count);
      const float radius = 0.25F + 0.12F * static_cast<float>(count);
      plan.Add({at + Heading(angle) * radius, angle + kTurn / 2, Posture::kStanding}, kClosestM);
    } else {
      const Place beside = Heading(heading + kTurn / 4) * (0.55F * static_cast<float>(i));
      plan.Add({at + beside + Heading(heading) * random.Normal(0, 0.25F),
                heading + random.Normal(0, 0.2F), UprightPosture(random, walking)},
               kClosestM);
    }
  }
}

void AddQueue(Random& random, Place at, Floorplan& plan) {
  float heading = random.Between(0, kTurn);
  const float spacing = random.Between(0.4F, 1.1F);
  const float bends = random.Chance(0.5F) ? 0.3F : 0.02F;
  const int count = random.Whole(4, 25);
  for (int i = 0; i < count; ++i) {
    const Place aside = Heading(heading + kTurn / 4) * random.Normal(0, 0.12F);
    plan.Add(
        {at + aside, heading + kTurn / 2 + random.Normal(0, 0.35F), UprightPosture(random, 0.1F)},
        kClosestM);
    at += Heading(heading) * (spacing * random.Between(0.7F, 1.4F));
    heading += random.Normal(0, bends);
  }
}

void AddBlock(Random& random, const Place& middle, float persons_m2, Floorplan& plan) {
  const float spacing = 1 / std::sqrt(persons_m2);
  const float heading = random.Between(0, kTurn);
  const float length = random.Between(2, 10);
  const float width = random.Between(1.5F, 5);
  const float facing = random.Between(0, kTurn);
  const bool same_way = random.Chance(0.6F);
  const float walking = random.Uniform() * random.Uniform();
  const auto places = [spacing](float side) { return static_cast<int>(std::ceil(side / spacing)); };
  for (int i = 0; i < places(length); ++i) {
    for (int j = 0; j < places(width); ++j) {
      const float u = static_cast<float>(i) * spacing - length / 2;
      const float v = static_cast<float>(j) * spacing - width / 2;
      const Place at = middle + Heading(heading) * (u + random.Normal(0, 0.25F * spacing)) +
                       Heading(heading + kTurn / 4) * (v + random.Normal(0, 0.25F * spacing));
      const float look = same_way ? facing + random.Normal(0, 0.5F) : random.Between(0, kTurn);
      plan.Add({at, look, UprightPosture(random, walking)}, kClosestM);
    }
  }
}

void AddBenchRow(Random& random, const Place& middle, Shape& benches, Floorplan& plan) {
  const float heading = random.Between(0, kTurn);
  const float length = random.Between(1.2F, 4.0F);
  if (random.Chance(0.8F)) AddMoved(benches, MakeBench(random, length), heading, middle);
  const float filled = random.Uniform();
  float at = -length / 2 - 0.3F;
  while (true) {
    at += random.Between(0.45F, 0.7F);
    if (at >= length / 2) break;
    if (!random.Chance(filled)) continue;
    plan.Add({middle + Heading(heading) * at, heading - kTurn / 4 + random.Normal(0, 0.15F),
              Posture::kSeated},
             kClosestM);
  }
}

}  // namespace

std::vector<Standing> PlaceCrowd(Random& random, const CrowdPlan& plan, std::vector<Taken> taken,
                                 Shape& benches) {
  Floorplan floor(std::move(taken), plan.most);
  const std::array<float, 5> weights{random.Uniform(), random.Uniform(), 0.5F * random.Uniform(),
                                     plan.persons_m2 > 0.3F ? random.Uniform() : 0.0F,
                                     random.Chance(0.35F) ? 0.4F * random.Uniform() : 0.0F};
  const float walking = random.Uniform();
  for (int tries = 0; tries < 4 * plan.most && !floor.full(); ++tries) {
    const Place at = plan.somewhere(random);
    switch (random.Weighted(weights)) {
      case 0:
        floor.Add({at, random.Between(0, kTurn), UprightPosture(random, walking)}, 0.45F);
        break;
      case 1:
        AddGroup(random, at, floor);
        break;
      case 2:
        AddQueue(random, at, floor);
        break;
      case 3:
        AddBlock(random, at, plan.persons_m2, floor);
        break;
      default:
        AddBenchRow(random, at, benches, floor);
    }
  }
  return std::move(floor).people();
}

}  // namespace throng
