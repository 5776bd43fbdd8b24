// Goals, and forces that keep people apart.
// SPDX-License-Identifier: Apache-2.0
#include "counter/drawn/walkers.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace throng {
namespace {

constexpr float kLongestStepS = 0.1F;
constexpr float kArrivedM = 0.15F;
constexpr float kGoneM = 0.4F;     // from an entrance, where others may be in the way
constexpr float kMarginM = 0.35F;  // kept from what stands about
constexpr float kQueueSpacingM = 0.75F;
constexpr int kLongestQueue = 8;
constexpr int kShortestQueue = 3;
constexpr int kTries = 60;
constexpr int kMostComingAtOnce = 3;

// Away from something that is `off` from it, and a little to the right, so that nobody is stuck in
// front of it.
Place Aside(const Place& off, float distance_m, float least_m, float force) {
  const Place away = off * (1 / std::max(distance_m, 0.01F));
  const Place right(away[1], -away[0], 0);
  return (away + right * 0.6F) * (force * (least_m - distance_m));
}

float TurnedTowards(float from_rad, float to_rad, float share) {
  return from_rad + share * std::remainder(to_rad - from_rad, kTurn);
}

float Apart(const Place& a, const Place& b) { return static_cast<float>(cv::norm(a - b)); }

}  // namespace

Walkers::Walkers(const Random& random, const WalkPlan& plan, int persons)
    : random_(random), plan_(plan) {
  MakeSlots();
  for (int i = 0; i < persons; ++i) Add(FreePlace());
}

void Walkers::Pass(float seconds, int wanted) {
  const int steps = std::max(1, static_cast<int>(std::ceil(seconds / kLongestStepS)));
  for (int i = 0; i < steps; ++i) {
    ComeAndGo(wanted);
    ServeQueue(seconds / static_cast<float>(steps));
    Walk(seconds / static_cast<float>(steps));
  }
}

bool Walkers::IsTaken(const Place& at) const {
  return std::ranges::any_of(plan_.taken, [&at](const Taken& other) {
    return Apart(other.middle, at) < other.radius_m + kMarginM;
  });
}

// Where nothing stands and, if that can be found, nobody stands or is going to.
Place Walkers::FreePlace() {
  Place at;
  for (int tries = 0; tries < kTries; ++tries) {
    at = plan_.goal(random_);
    if (IsTaken(at)) continue;
    bool near = false;
    for (std::size_t i = 0; i < walkers_.size() && !near; ++i) {
      near = Apart(walkers_[i].foot, at) < plan_.apart_m ||
             Apart(intents_[i].goal, at) < plan_.apart_m;
    }
    if (!near) break;
  }
  return at;
}

Place Walkers::EntranceNear(const Place& at) {
  constexpr int kChoices = 3;
  Place nearest = plan_.entrance(random_);
  for (int i = 1; i < kChoices; ++i) {
    const Place other = plan_.entrance(random_);
    if (Apart(other, at) < Apart(nearest, at)) nearest = other;
  }
  return nearest;
}

void Walkers::Add(const Place& foot) {
  walkers_.push_back({.foot = foot,
                      .heading_rad = random_.Between(0, kTurn),
                      .speed_mps = 0,
                      .walked_m = random_.Between(0, 2),
                      .look = random_.Bits()});
  intents_.push_back({.goal = foot,
                      .pace_mps = random_.Between(0.9F, 1.6F),
                      .waits_s = random_.Between(0, 20),
                      .gives_up_s = std::numeric_limits<float>::max(),
                      .leaves = false,
                      .slot = std::nullopt});
}

void Walkers::SetGoal(std::size_t person, const Place& goal, float waits_s) {
  Intent& intent = intents_[person];
  intent.goal = goal;
  intent.waits_s = waits_s;
  intent.gives_up_s = 2 * Apart(goal, walkers_[person].foot) / intent.pace_mps + 5;
}

// To another place: to stand there, or to walk on from there.
void Walkers::GoOn(std::size_t person) {
  const Place goal = FreePlace();
  SetGoal(person, goal, random_.Chance(0.5F) ? random_.Between(10, 60) : random_.Between(0, 3));
}

void Walkers::Leave(std::size_t person) {
  SetGoal(person, EntranceNear(walkers_[person].foot), 0);
  intents_[person].leaves = true;
  intents_[person].slot.reset();
}

void Walkers::ComeAndGo(int wanted) {
  for (std::size_t i = walkers_.size(); i-- > 0;) {  // those who have left are gone
    if (!intents_[i].leaves || Apart(walkers_[i].foot, intents_[i].goal) > kGoneM) continue;
    walkers_.erase(walkers_.begin() + static_cast<std::ptrdiff_t>(i));
    intents_.erase(intents_.begin() + static_cast<std::ptrdiff_t>(i));
  }
  auto there = static_cast<int>(std::ranges::count(intents_, false, &Intent::leaves));
  for (int i = 0; i < kMostComingAtOnce && there < wanted; ++i, ++there) {
    const Place goal = FreePlace();
    Add(EntranceNear(goal));
    SetGoal(walkers_.size() - 1, goal, random_.Between(5, 60));
  }
  for (; there > wanted; --there) {
    std::size_t person = 0;
    do {
      person = static_cast<std::size_t>(random_.Whole(0, static_cast<int>(walkers_.size()) - 1));
    } while (intents_[person].leaves);
    Leave(person);
  }
}

void Walkers::MakeSlots() {
  const int length = random_.Whole(kShortestQueue, kLongestQueue);
  for (int tries = 0; tries < kTries && slots_.empty(); ++tries) {
    const Place head = plan_.goal(random_);
    const float backwards_rad = random_.Between(0, kTurn);
    for (int i = 0; i < length; ++i) {
      slots_.push_back(head + Heading(backwards_rad) * (kQueueSpacingM * static_cast<float>(i)));
    }
    if (std::ranges::any_of(slots_, [this](const Place& slot) { return IsTaken(slot); })) {
      slots_.clear();
    }
    queue_heading_rad_ = backwards_rad + kTurn / 2;
  }
  served_in_s_ = random_.Between(4, 15);
}

// Somebody who is free goes to the end, if the queue is neither full nor nearly everybody.
void Walkers::JoinQueue() {
  const auto waiting = static_cast<std::size_t>(std::ranges::count_if(
      intents_, [](const Intent& intent) { return intent.slot.has_value(); }));
  if (waiting >= slots_.size() || 2 * waiting + kShortestQueue > walkers_.size()) return;
  const auto person =
      static_cast<std::size_t>(random_.Whole(0, static_cast<int>(walkers_.size()) - 1));
  if (intents_[person].leaves || intents_[person].slot) return;
  intents_[person].slot = waiting;
}

// The first leaves, all move up.
void Walkers::ServeQueue(float seconds) {
  if (random_.Chance(seconds / 2)) JoinQueue();
  served_in_s_ -= seconds;
  const bool serves = served_in_s_ <= 0;
  if (serves) served_in_s_ = random_.Between(6, 20);
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < intents_.size(); ++i) {
    if (intents_[i].slot) waiting.push_back(i);
  }
  std::ranges::sort(waiting, {}, [this](std::size_t i) { return *intents_[i].slot; });
  std::size_t slot = 0;
  for (const std::size_t person : waiting) {
    if (serves && person == waiting.front()) {
      intents_[person].slot.reset();
      GoOn(person);
      continue;
    }
    intents_[person].slot = slot;
    SetGoal(person, slots_[slot], 1);
    ++slot;
  }
}

Place Walkers::VelocityOf(std::size_t person) const {
  const Place& foot = walkers_[person].foot;
  const Place way = intents_[person].goal - foot;
  const auto distance = static_cast<float>(cv::norm(way));
  if (distance < kArrivedM) return {0, 0, 0};
  const float most_mps = intents_[person].pace_mps;
  Place velocity = way * (std::min(most_mps, 2 * distance) / distance);
  for (std::size_t i = 0; i < walkers_.size(); ++i) {
    const Place off = foot - walkers_[i].foot;
    if (std::abs(off[0]) > plan_.apart_m || std::abs(off[1]) > plan_.apart_m || i == person)
      continue;
    const auto apart = static_cast<float>(cv::norm(off));
    if (apart < plan_.apart_m) velocity += Aside(off, apart, plan_.apart_m, 4);
  }
  for (const Taken& taken : plan_.taken) {
    const Place off = foot - taken.middle;
    const auto apart = static_cast<float>(cv::norm(off));
    const float least = taken.radius_m + kMarginM;
    if (apart < least) velocity += Aside(off, apart, least, 8);
  }
  const auto speed = static_cast<float>(cv::norm(velocity));
  return speed > 1.3F * most_mps ? velocity * (1.3F * most_mps / speed) : velocity;
}

void Walkers::Walk(float seconds) {
  std::vector<Place> velocities;
  for (std::size_t i = 0; i < walkers_.size(); ++i) velocities.push_back(VelocityOf(i));
  for (std::size_t i = 0; i < walkers_.size(); ++i) {
    Walker& walker = walkers_[i];
    Intent& intent = intents_[i];
    walker.foot += velocities[i] * seconds;
    walker.speed_mps = static_cast<float>(cv::norm(velocities[i]));
    walker.walked_m += walker.speed_mps * seconds;
    const float turn_share = std::min(1.0F, 5 * seconds);
    if (walker.speed_mps > 0.2F) {
      const float towards_rad = std::atan2(velocities[i][1], velocities[i][0]);
      walker.heading_rad = TurnedTowards(walker.heading_rad, towards_rad, turn_share);
    } else if (intent.slot) {
      walker.heading_rad = TurnedTowards(walker.heading_rad, queue_heading_rad_, turn_share);
    }
    const bool arrived = walker.speed_mps == 0;
    (arrived ? intent.waits_s : intent.gives_up_s) -= seconds;
    if (intent.slot || (intent.waits_s > 0 && intent.gives_up_s > 0)) continue;
    if (intent.leaves) {
      Leave(i);  // by another way
    } else {
      GoOn(i);
    }
  }
}

}  // namespace throng
