// Result<T>, Status and Fault: how anything fails.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "counter/base/check.h"

namespace throng {

// The closed list of what can go wrong. One byte, no text: a Fault may cross the wall.
enum class Fault : std::uint8_t {
  kInternal = 1,       // a system call failed that never should
  kNotFound,           // no such file
  kNotPermitted,       // the system refuses to open, read or write it
  kNotAFolder,         // the folder that should hold it does not exist
  kSiteMistakes,       // the site file has mistakes; the complaints say which
  kAboveHorizon,       // an image point that shows no ground
  kBehindCamera,       // a ground point that the camera cannot picture
  kTooFewMarks,        // a calibration needs more points or heights
  kMarksInLine,        // calibration points that lie on one line
  kNoCamera,           // no camera can produce the calibration marks
  kCameraTooLow,       // a camera too low to look onto heads
  kNoEyeProgram,       // throng-eye is not beside throng
  kBadBrief,           // the eye was told nothing it can use
  kBadTally,           // a record of the wrong size came through the door
  kBadAddress,         // no address of a camera: a letter, a port or its host cannot be
  kLoginInAddress,     // an address that tells a user or a password
  kNoSuchProtocol,     // an address that begins with neither rtsp:// nor http://
  kBadLogins,          // the file of logins has mistakes; the complaints say which
  kLoginsAreOpen,      // the file of logins can be read by others
  kBadWays,            // the file of the ways that alarms go has mistakes; the complaints say which
  kWaysAreOpen,        // the file of the ways that alarms go can be read by others
  kWayUnreachable,     // nobody answers where an alarm is to go
  kWaySlow,            // no answer in time
  kWayUntrusted,       // it cannot prove that it is who it should be, or will not encrypt
  kWayLoginRefused,    // it refuses the login
  kWayBusy,            // it answers that it cannot take the alarm now
  kWayRefused,         // it answers that it will never take it
  kWayGaveUp,          // tried for too long
  kWayNothingToEnd,    // the end of an alarm that was never told this way
  kKeyIsOpen,          // a key or a token can be read by others
  kBadCertificate,     // a certificate or a key that cannot be read
  kKeyOfAnother,       // the key is not that of the certificate beside it
  kWrongEnd,           // a hub's certificate where a client's belongs, or the other way round
  kCertificateOver,    // the certificate's time is over, or has not begun
  kNoAuthority,        // the folder holds no authority that could sign
  kAlreadyThere,       // what is to be made is there, and was not to be renewed
  kBadToken,           // a file that holds no token
  kBadTokens,          // the file of tokens has mistakes; the complaints say which
  kTokensAreOpen,      // the file of tokens can be read by others
  kCannotListen,       // the address is in use, or is none of this machine
  kTrailBroken,        // a line of an audit trail was changed or cut out
  kBadServe,           // the file of what to serve has mistakes; the complaints say which
  kHostUnknown,        // nobody knows the name of the camera's host
  kCameraUnreachable,  // no answer from the camera's host, or it refuses to connect
  kCameraNotLive,      // what answers speaks neither RTSP nor HTTP, or breaks their rules
  kNoSuchStream,       // the camera knows no such path
  kLoginMissing,       // the camera wants a login, and there is none for it
  kLoginRefused,       // the camera refuses the login
  kLoginInClear,       // the camera wants the password itself, and it may not go in clear text
  kCameraRefuses,      // the camera answers with another error
  kCameraSilent,       // the camera is connected, but sends nothing
  kCameraHungUp,       // the camera closed the connection
  kNoLiveVideo,        // a live camera that sends no video, or in a codec that may not run
  kDeviceBusy,         // another program looks through the camera in this machine
  kDeviceGone,         // no such camera in this machine, or it was unplugged
  kDeviceRefuses,      // the system does not let throng use the camera in this machine
  kBadRequest,         // an eye asked for what it may not have throng say to its camera
  kNotVideo,           // no video that FFmpeg knows, or its head or its index is cut off
  kEmptySource,        // not one byte
  kNoPicture,          // a video from which not one picture could be decoded
  kWrongPictureSize,   // the pictures are not of the size that the calibration is for
  kEndedEarly,         // the video stops before the end that its header states
  kBadWeights,         // the network's weights are damaged, or not there
  kNoModel,            // no ONNX model that can be run, or it is damaged
  kModelTooLarge,      // a model larger than an eye reads
  kModelShape,         // a model that is neither a person detector nor a density network
  kModelNotNumbers,    // a model that answers with what is no number
  kEyeDied,            // the eye was killed, crashed, or broke its lock-down
  kEyeOutOfMemory,     // the eye needed more memory than its lock lets it have
  kEyeBroke,           // the eye did what its lock forbids, so it is not to be trusted
  kEyeLocked,          // the lock-down could not be put in place
  kNotEnclosed,        // no namespaces and no Landlock: nothing but the filter would hold an eye
  kNoFilter,           // no filter of system calls
  kDiskFull,           // no space left
  kNotALedger,         // the file is no ledger of ours
  kLedgerTooNew,       // written by a later version
  kLedgerOtherSite,    // its zones are not those of the site file
  kLedgerOverlap,      // it already holds other counts for this time
  kLedgerBusy,         // another program is writing it
  kLedgerDamaged,      // its pages fail their checks
  kLedgerUnreachable,  // the server of its database does not answer, or hung up
  kHubAddress,         // no address of a hub
  kHubNeedsProof,      // a hub on another machine, and nothing to prove who asks
  kHubUnreachable,     // nobody answers where the hub should be
  kHubUntrusted,       // what answers cannot prove that it is the hub, or does not encrypt
  kHubSlow,            // no answer in time
  kHubBusy,            // it answers that it has too much to do
  kHubAway,            // it answers that it cannot answer now, or it stops
  kHubFailed,          // it answers that it has failed
  kHubKnowsUsNot,      // it does not know who asks
  kHubForbids,         // it knows who asks, who may not do this
  kHubHasNone,         // it knows no such site, place or alarm
  kHubRefuses,         // it does not take the question
  kNotAHub,            // what answers is no hub, or breaks the contract
  kStopped,            // whoever asked wanted no more
  kBadTruth,           // the file of known counts cannot be read; the complaints say why
  kBadCounts,          // likewise, a file of counts
  kNotAStatus,         // the file is no status that a count has left
  kNoChartProgram,     // gnuplot is missing
  kChartFailed,        // gnuplot could not draw
};

inline constexpr Fault kLastFault = Fault::kChartFailed;

// A lower-case English sentence without a final stop; static storage.
std::string_view Describe(Fault fault);

// A value, or why there is none: a Fault, or what a room has of its own. Check it before `*`;
// looking at an absent value aborts.
template <class T, class Error = Fault>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error) : error_(error) {}         // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return value_.has_value(); }
  Error error() const {
    COUNTER_CHECK(!value_.has_value());
    return error_;
  }
  T& operator*() & {
    COUNTER_CHECK(value_.has_value());
    return *value_;
  }
  const T& operator*() const& {
    COUNTER_CHECK(value_.has_value());
    return *value_;
  }
  T&& operator*() && {
    COUNTER_CHECK(value_.has_value());
    return *std::move(value_);
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

 private:
  std::optional<T> value_;
  Error error_{};
};

struct Done {};
using Status = Result<Done>;

}  // namespace throng
