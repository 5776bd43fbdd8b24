// What each Fault says to a person.
// SPDX-License-Identifier: Apache-2.0
#include "counter/base/result.h"

namespace throng {

std::string_view Describe(Fault fault) {
  switch (fault) {
    case Fault::kInternal:
      return "the system refused something that it never should";
    case Fault::kNotFound:
      return "there is no such file";
    case Fault::kNotPermitted:
      return "the system does not permit it";
    case Fault::kNotAFolder:
      return "the folder does not exist";
    case Fault::kSiteMistakes:
      return "the site file has mistakes";
    case Fault::kAboveHorizon:
      return "the point lies above the horizon, where there is no ground";
    case Fault::kBehindCamera:
      return "the point lies behind the camera";
    case Fault::kTooFewMarks:
      return "the calibration has too few marks";
    case Fault::kMarksInLine:
      return "the calibration marks lie on one line";
    case Fault::kNoCamera:
      return "no camera can produce these calibration marks";
    case Fault::kCameraTooLow:
      return "the camera is too low to look onto people's heads";
    case Fault::kNoEyeProgram:
      return "the program throng-eye is not beside throng";
    case Fault::kBadBrief:
      return "the eye was told nothing that it can use";
    case Fault::kBadTally:
      return "a record of the wrong size came through the door";
    case Fault::kBadAddress:
      return "it is no address of a camera";
    case Fault::kLoginInAddress:
      return "the address tells a user or a password";
    case Fault::kNoSuchProtocol:
      return "the address begins with neither rtsp:// nor http://";
    case Fault::kBadLogins:
      return "the file of logins has mistakes";
    case Fault::kLoginsAreOpen:
      return "others can read the file of logins";
    case Fault::kBadWays:
      return "the file of the ways that alarms go has mistakes";
    case Fault::kWaysAreOpen:
      return "others can read the file of the ways that alarms go";
    case Fault::kWayUnreachable:
      return "nobody answers there";
    case Fault::kWaySlow:
      return "it does not answer in time";
    case Fault::kWayUntrusted:
      return "it cannot prove who it is, or does not encrypt";
    case Fault::kWayLoginRefused:
      return "it refuses the login";
    case Fault::kWayBusy:
      return "it cannot take alarms now";
    case Fault::kWayRefused:
      return "it will not take this alarm";
    case Fault::kWayGaveUp:
      return "it was tried for too long";
    case Fault::kWayNothingToEnd:
      return "the alarm that ended was never told there";
    case Fault::kKeyIsOpen:
      return "others can read its key or its token";
    case Fault::kBadCertificate:
      return "its certificate or its key cannot be read";
    case Fault::kKeyOfAnother:
      return "its key is not that of its certificate";
    case Fault::kWrongEnd:
      return "its certificate is for the other end of a connection";
    case Fault::kCertificateOver:
      return "its certificate is no longer valid, or not yet";
    case Fault::kNoAuthority:
      return "it holds no authority that could sign";
    case Fault::kAlreadyThere:
      return "it is there already";
    case Fault::kBadToken:
      return "its token cannot be read";
    case Fault::kBadTokens:
      return "the file of tokens has mistakes";
    case Fault::kTokensAreOpen:
      return "others can read the file of tokens";
    case Fault::kCannotListen:
      return "the address is in use, or is none of this machine's";
    case Fault::kTrailBroken:
      return "a line of the audit trail was changed or cut out";
    case Fault::kBadServe:
      return "the file of what to serve has mistakes";
    case Fault::kHostUnknown:
      return "nobody knows the name of the camera's host";
    case Fault::kCameraUnreachable:
      return "the camera does not answer";
    case Fault::kCameraNotLive:
      return "what answers there is no camera that speaks RTSP or HTTP";
    case Fault::kNoSuchStream:
      return "the camera has no such stream";
    case Fault::kLoginMissing:
      return "the camera wants a login";
    case Fault::kLoginRefused:
      return "the camera refuses the login";
    case Fault::kLoginInClear:
      return "the camera wants the password in clear text; if its network is safe, write basic = "
             "true";
    case Fault::kCameraRefuses:
      return "the camera refuses to send its pictures";
    case Fault::kCameraSilent:
      return "the camera is connected, but sends nothing";
    case Fault::kCameraHungUp:
      return "the camera closed the connection";
    case Fault::kNoLiveVideo:
      return "the camera sends no H.264, H.265 or Motion JPEG";
    case Fault::kDeviceBusy:
      return "another program uses the camera";
    case Fault::kDeviceGone:
      return "no camera of this name is plugged in";
    case Fault::kDeviceRefuses:
      return "this user may not use cameras (group video)";
    case Fault::kBadRequest:
      return "an eye wanted to say to its camera what it may not";
    case Fault::kNotVideo:
      return "it is not a video, or its head or its index is cut off";
    case Fault::kEmptySource:
      return "it is empty";
    case Fault::kNoPicture:
      return "not one picture in it could be decoded";
    case Fault::kWrongPictureSize:
      return "its pictures are not of the size in the site file";
    case Fault::kEndedEarly:
      return "it stops before the end that its header states";
    case Fault::kBadWeights:
      return "the network's weights are damaged, or not there";
    case Fault::kNoModel:
      return "it is empty, damaged, or no ONNX model that OpenCV can run";
    case Fault::kModelTooLarge:
      return "it is larger than 512 MiB";
    case Fault::kModelShape:
      return "its input and output are those of no person detector and no density network";
    case Fault::kModelNotNumbers:
      return "its answer to a picture holds something that is not a number";
    case Fault::kEyeDied:
      return "the eye died again and again";
    case Fault::kEyeOutOfMemory:
      return "the eye needed more memory than it may have, and was ended";
    case Fault::kEyeBroke:
      return "its eye did what is forbidden and was ended";
    case Fault::kEyeLocked:
      return "the eye could not be locked down";
    case Fault::kNotEnclosed:
      return "the kernel gives the eye neither namespaces of its own nor Landlock";
    case Fault::kNoFilter:
      return "the kernel refuses to filter the eye's system calls (seccomp)";
    case Fault::kDiskFull:
      return "the disk is full";
    case Fault::kNotALedger:
      return "it is not a throng ledger";
    case Fault::kLedgerTooNew:
      return "a later version of throng wrote it";
    case Fault::kLedgerOtherSite:
      return "its zones are not those of the site file";
    case Fault::kLedgerOverlap:
      return "it already holds other counts for this time";
    case Fault::kLedgerBusy:
      return "another program is writing to it";
    case Fault::kLedgerDamaged:
      return "it is damaged";
    case Fault::kLedgerUnreachable:
      return "its database server does not answer, or does not let throng in";
    case Fault::kHubAddress:
      return "it is no address of a hub";
    case Fault::kHubNeedsProof:
      return "it is on another machine, and nothing was given to prove who asks";
    case Fault::kHubUnreachable:
      return "no hub answers there";
    case Fault::kHubUntrusted:
      return "what answers there cannot prove that it is this hub";
    case Fault::kHubSlow:
      return "the hub does not answer in time";
    case Fault::kHubBusy:
      return "the hub has too much to do";
    case Fault::kHubAway:
      return "the hub cannot answer now";
    case Fault::kHubFailed:
      return "the hub has failed";
    case Fault::kHubKnowsUsNot:
      return "the hub does not know who asks";
    case Fault::kHubForbids:
      return "the hub does not allow that to whoever asks";
    case Fault::kHubHasNone:
      return "the hub has no such site, place or alarm";
    case Fault::kHubRefuses:
      return "the hub does not take this question";
    case Fault::kNotAHub:
      return "what answers there is no hub of throng, or breaks the contract";
    case Fault::kStopped:
      return "it was stopped before its end";
    case Fault::kBadCounts:
      return "the file of counts has mistakes";
    case Fault::kBadTruth:
      return "the file of known counts cannot be used";
    case Fault::kNotAStatus:
      return "the file is no status that a count has left";
    case Fault::kNoChartProgram:
      return "the program gnuplot is missing";
    case Fault::kChartFailed:
      return "gnuplot could not draw the chart";
  }
  return "an unknown fault";
}

}  // namespace throng
