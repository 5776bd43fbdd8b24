// People who come to a place, walk through it, stand there, wait in a queue, and go again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "counter/drawn/crowd.h"
#include "counter/drawn/random.h"
#include "counter/drawn/shape.h"

namespace throng {

struct Walker {
  Place foot;
  float heading_rad;
  float speed_mps;
  float walked_m;      // so far
  std::uint64_t look;  // the seed of his figure
};

struct WalkPlan {
  SomePlace goal;            // where they walk and stand
  SomePlace entrance;        // where they come from, and where they are gone
  std::vector<Taken> taken;  // what they walk around
  float apart_m;             // kept between the feet of two people, if there is room
};

// They avoid each other and what is in the way as a force does (Helbing, Molnar 1995): softly, so
// shoulders may touch. The same numbers by chance and the same times give the same walks.
class Walkers {
 public:
  // So many are there at the beginning.
  Walkers(const Random& random, const WalkPlan& plan, int persons);

  // Some come or go, in steps of at most 0.1 s, until `wanted` are there or on their way.
  void Pass(float seconds, int wanted);

  // Those on their way out too.
  const std::vector<Walker>& all() const { return walkers_; }

 private:
  // What somebody is up to.
  struct Intent {
    Place goal;
    float pace_mps;
    float waits_s;                    // there, before he goes on
    float gives_up_s;                 // if he is not there by then
    bool leaves;                      // the goal is an entrance
    std::optional<std::size_t> slot;  // in the queue, 0 is the first
  };

  bool IsTaken(const Place& at) const;
  Place FreePlace();
  Place EntranceNear(const Place& at);
  void Add(const Place& foot);
  void SetGoal(std::size_t person, const Place& goal, float waits_s);
  void GoOn(std::size_t person);
  void Leave(std::size_t person);
  void ComeAndGo(int wanted);
  void MakeSlots();
  void JoinQueue();
  void ServeQueue(float seconds);
  Place VelocityOf(std::size_t person) const;
  void Walk(float seconds);

  Random random_;
  WalkPlan plan_;
  std::vector<Walker> walkers_;
  std::vector<Intent> intents_;  // of each walker
  std::vector<Place> slots_;     // where the queue stands
  float queue_heading_rad_ = 0;
  float served_in_s_ = 0;
};

}  // namespace throng
