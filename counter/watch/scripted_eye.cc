// An eye for tests: its "video" is a script of one letter per act.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <thread>

#include "counter/door/brief.h"
#include "counter/door/camera_request.h"
#include "counter/door/pipe.h"

// 0..9: tell so many persons (kept quiet before the brief's first step; in real time when that is
// due); K: die by a signal, unless
// the first step is past this place; D: die in any case; w: wait 100 ms; b: write a record of the
// wrong size; f: write 300 records of 64 random bits at once; m: tell as many persons as its
// model's file says in its first letter, 9 without one; e: exit with the fault "ended early"; h:
// hold the door closed and hang; o: exit with the fault "out of memory"; s: make a forbidden call;
// r: exit with the fault "the camera refuses"; z: says that the picture is frozen, or 7 where its
// brief says that it was. Of a live camera it first asks for the script, and tells at once.
int main() {
  const throng::Result<throng::Brief> brief = throng::ReadBrief(4);
  if (!brief) return static_cast<int>(brief.error());
  const bool keeps_pace = brief->pace == throng::Pace::kRealTime && !brief->live;
  if (brief->live &&
      !throng::WriteCameraRequest(4, {.ask = throng::CameraAsk::kGet, .challenge = std::nullopt})) {
    return 101;
  }
  auto due = std::chrono::steady_clock::now() + brief->first_due;
  std::uint64_t step = 0;
  char act = 0;
  while (::read(0, &act, 1) == 1) {
    if (act >= '0' && act <= '9') {
      throng::Tally tally;
      tally.patches[0] = throng::PatchReading(throng::Persons(act - '0'));
      if (step++ < brief->first_step) continue;
      if (keeps_pace) std::this_thread::sleep_until(due);
      due += brief->steps.every;
      if (!throng::WriteToDoor(3, tally)) return 100;
    } else if (act == 'z') {
      if (step++ < brief->first_step) continue;
      throng::Tally tally;
      tally.patches[0] = brief->was_frozen
                             ? throng::PatchReading(throng::Persons(7))
                             : throng::PatchReading::Blind(throng::SightReason::kFrozen);
      if (!throng::WriteToDoor(3, tally)) return 100;
    } else if (act == 'K' && step > brief->first_step) {
      ::raise(SIGKILL);
    } else if (act == 'D') {
      ::raise(SIGKILL);
    } else if (act == 'o') {
      return static_cast<int>(throng::Fault::kEyeOutOfMemory);
    } else if (act == 'w') {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    } else if (act == 'f') {
      std::uint64_t word = 1;
      for (int i = 0; i < 300; ++i) {
        word = word * 6364136223846793005U + 1442695040888963407U;
        if (::write(3, &word, sizeof word) != sizeof word) return 100;
      }
    } else if (act == 'b') {
      const std::array<char, 5> record{};
      if (::write(3, record.data(), record.size()) < 0) return 100;
    } else if (act == 'm') {
      char persons = 0;
      if (::pread(5, &persons, 1, 0) != 1) persons = '9';
      throng::Tally tally;
      tally.patches[0] = throng::PatchReading(throng::Persons(persons - '0'));
      if (!throng::WriteToDoor(3, tally)) return 100;
    } else if (act == 'e') {
      return static_cast<int>(throng::Fault::kEndedEarly);
    } else if (act == 'r') {
      return static_cast<int>(throng::Fault::kCameraRefuses);
    } else if (act == 's') {
      ::raise(SIGSYS);
    } else if (act == 'h') {
      ::close(3);
      ::pause();
    }
  }
  return 0;
}
