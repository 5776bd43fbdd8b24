// The exit codes of throng, and how a Fault is told to a person: what, why, and the cure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "counter/base/result.h"
#include "counter/site/load.h"

namespace throng {

// Documented in `throng --help` and the README.
enum class ExitCode : int {
  kOk = 0,
  kInternal = 1,       // should not happen
  kUsage = 2,          // the command line is wrong
  kSite = 3,           // mistakes in the site file or the known counts; its legal basis has ended;
                       // a certificate, a key or a token that cannot be used
  kSource = 4,         // a video or a model cannot be read
  kOutput = 5,         // a ledger, CSV or chart cannot be written or read
  kIncomplete = 6,     // counted, but not to the end: the video breaks off, or the eye died
  kBrokenPromise = 7,  // an audit found a promise that does not hold
  kHub = 8,            // a hub cannot be reached, or does not answer what was asked
  kInterrupted = 130,  // Ctrl-C
};

// Prints "throng: SUBJECT: why. Cure." on standard error; returns the exit code of that fault.
ExitCode Tell(std::string_view subject, Fault fault);

// What helps: one sentence or two, static storage.
std::string_view CureOf(Fault fault);

// Prints each complaint as FILE:LINE: FIELD: TEXT on standard error, and how many mistakes.
void TellComplaints(std::string_view file, std::span<const Complaint> complaints);

}  // namespace throng
