// Faults in words, with their cure.
// SPDX-License-Identifier: Apache-2.0
#include "counter/apps/exit_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace throng {
namespace {

struct Advice {
  ExitCode code;
  std::string_view cure;
};

Advice AdviceOn(Fault fault) {
  switch (fault) {
    case Fault::kNotFound:
      return {ExitCode::kSource, "Check the name; paths in a site file start at its folder."};
    case Fault::kNotPermitted:
      return {ExitCode::kOutput,
              "Check who may read and write it, and whether the disk is read-only."};
    case Fault::kNotAFolder:
      return {ExitCode::kOutput, "Make the folder first, or choose another."};
    case Fault::kBadAddress:
      return {ExitCode::kSite, "Write it as the camera's maker does: rtsp://10.0.0.5:554/stream2"};
    case Fault::kLoginInAddress:
      return {ExitCode::kSite,
              "Take both out and write them into a file of logins (throng count --help)."};
    case Fault::kNoSuchProtocol:
      return {ExitCode::kSite, "Choose the camera's RTSP stream, or MJPEG over HTTP."};
    case Fault::kBadLogins:
      return {ExitCode::kUsage, "Mend the lines named above."};
    case Fault::kLoginsAreOpen:
      return {ExitCode::kUsage, "Keep it to its owner: chmod 600"};
    case Fault::kWaysAreOpen:
      return {ExitCode::kSite, "Keep it to its owner: chmod 600"};
    case Fault::kWayUnreachable:
    case Fault::kWaySlow:
      return {ExitCode::kOutput, "Check its address, and whether this machine may reach it."};
    case Fault::kWayUntrusted:
      return {ExitCode::kOutput,
              "Name its own authority's file in `ca`, or check the name in its certificate."};
    case Fault::kWayLoginRefused:
      return {ExitCode::kOutput, "Check its user and password, or its certificate."};
    case Fault::kWayBusy:
      return {ExitCode::kOutput, "It is tried again by itself."};
    case Fault::kWayRefused:
    case Fault::kWayGaveUp:
    case Fault::kWayNothingToEnd:
      return {ExitCode::kOutput, "Check its settings; this alarm is not sent there again."};
    case Fault::kKeyIsOpen:
      return {ExitCode::kSite, "Keep key.pem and token to their owner: chmod 600"};
    case Fault::kBadCertificate:
    case Fault::kKeyOfAnother:
    case Fault::kBadToken:
      return {ExitCode::kSite, "Copy the whole folder again from where throng cert made it."};
    case Fault::kWrongEnd:
      return {ExitCode::kSite,
              "A hub wants a folder of throng cert hub, who calls it one of throng cert site or "
              "reader."};
    case Fault::kCertificateOver:
      return {ExitCode::kSite,
              "Renew it with --renew (throng cert show tells its time), or set this machine's "
              "clock."};
    case Fault::kNoAuthority:
      return {ExitCode::kSite, "Make one with throng cert authority, or name its folder."};
    case Fault::kAlreadyThere:
      return {ExitCode::kOutput, "Renew it with --renew, or choose another folder."};
    case Fault::kTokensAreOpen:
      return {ExitCode::kSite, "Keep it to its owner: chmod 600"};
    case Fault::kHostUnknown:
      return {ExitCode::kSource, "Check the name, or write the camera's number instead."};
    case Fault::kCameraUnreachable:
    case Fault::kCameraHungUp:
    case Fault::kCameraSilent:
      return {ExitCode::kSource, "Check its power, its network and its address."};
    case Fault::kCameraNotLive:
      return {ExitCode::kSource, "Check the port and the path in its address."};
    case Fault::kNoSuchStream:
      return {ExitCode::kSource, "Check the path in its address; its manual names them."};
    case Fault::kLoginMissing:
      return {ExitCode::kSource, "Write its user and password into a file of logins."};
    case Fault::kLoginRefused:
      return {ExitCode::kSource, "Check its user and password in the file of logins."};
    case Fault::kLoginInClear:
      return {
          ExitCode::kSource,
          "Let it use Digest, or write basic = true beside its password in the file of logins."};
    case Fault::kCameraRefuses:
      return {ExitCode::kSource, "How many programs may look through it at once? Its pages tell."};
    case Fault::kNoLiveVideo:
      return {ExitCode::kSource, "Choose one of them on the camera's pages, or another stream."};
    case Fault::kDeviceBusy:
      return {ExitCode::kSource, "End that program: a camera in a machine serves one at a time."};
    case Fault::kDeviceGone:
      return {ExitCode::kSource, "Check its cable, and its name: ls /dev/v4l/by-id"};
    case Fault::kDeviceRefuses:
      return {ExitCode::kSource, "Let this user use cameras: usermod -a -G video USER"};
    case Fault::kBadRequest:
      return {ExitCode::kIncomplete, "Please report the make of this camera."};
    case Fault::kNoEyeProgram:
      return {ExitCode::kInternal, "Install throng-eye into the folder that holds throng."};
    case Fault::kEmptySource:
    case Fault::kNotVideo:
    case Fault::kNoPicture:
      return {ExitCode::kSource, "Does a video player show it? If not, export or copy it again."};
    case Fault::kNoModel:
      return {ExitCode::kSource,
              "Export it again, whole and in one file; if that does not help, with a fixed size of "
              "pictures or another version of the operators (opset 11 or 12)."};
    case Fault::kModelTooLarge:
      return {ExitCode::kSource, "Choose a smaller model of its family."};
    case Fault::kModelShape:
      return {ExitCode::kSource, "`throng count --help` says which models can count."};
    case Fault::kModelNotNumbers:
      return {ExitCode::kSource, "Export it again with 32-bit numbers, or choose another model."};
    case Fault::kWrongPictureSize:
      return {ExitCode::kSource,
              "Use the recording whose size the site file states, or set `picture` and calibrate "
              "again on a picture of this one."};
    case Fault::kEndedEarly:
      return {ExitCode::kIncomplete,
              "All that can be decoded was counted; copy the file again to get the rest."};
    case Fault::kEyeBroke:
      return {ExitCode::kIncomplete,
              "Its pictures may be crafted to take over what reads them; look at this camera, and "
              "please report it (not its pictures)."};
    case Fault::kEyeDied:
      return {ExitCode::kIncomplete,
              "What was counted before is kept. Please report the kind of video (not the video)."};
    case Fault::kEyeOutOfMemory:
      return {ExitCode::kIncomplete,
              "What was counted before is kept. An eye may have 4 GiB: choose a smaller model or a "
              "stream of smaller pictures; with neither, please report it."};
    case Fault::kEyeLocked:
      return {ExitCode::kInternal,
              "The kernel refuses a protection that throng needs; run it outside of a restricted "
              "container."};
    case Fault::kNotEnclosed:
      return {
          ExitCode::kInternal,
          "Allow one of them: user namespaces (sysctl -w kernel.unprivileged_userns_clone=1, or "
          "kernel.apparmor_restrict_unprivileged_userns=0), or Landlock (Linux 6.7 or newer, "
          "with landlock in lsm= at boot). In a container, allow unshare and mount, or run throng "
          "on the host."};
    case Fault::kNoFilter:
      return {ExitCode::kInternal,
              "Use a kernel with seccomp filters (every Debian has them); in a container, do not "
              "forbid the system call seccomp."};
    case Fault::kCameraTooLow:
      return {ExitCode::kSite,
              "Mount it 1.8 m above the ground or higher and calibrate again, or count with "
              "--model hog."};
    case Fault::kBadWeights:
      return {ExitCode::kInternal, "Install throng again, or count with --model hog."};
    case Fault::kDiskFull:
      return {ExitCode::kOutput,
              "Free some space and start again; what was committed before is whole."};
    case Fault::kNotALedger:
      return {ExitCode::kOutput, "Choose another file; this one is left as it is."};
    case Fault::kLedgerTooNew:
      return {ExitCode::kOutput, "Update throng, or choose another file."};
    case Fault::kLedgerOtherSite:
      return {ExitCode::kOutput, "Use a new ledger, or give the changed zone a new name."};
    case Fault::kLedgerOverlap:
      return {ExitCode::kOutput,
              "Use a new ledger, or say with --start when this recording began."};
    case Fault::kLedgerBusy:
      return {ExitCode::kOutput, "Stop the other program, or choose another file."};
    case Fault::kLedgerDamaged:
      return {ExitCode::kOutput,
              "Restore it from a copy; `sqlite3 FILE .recover` saves what can be read."};
    case Fault::kLedgerUnreachable:
      return {ExitCode::kOutput,
              "Is the server up, and are its name, its database and ~/.pgpass right? psql tells."};
    case Fault::kCannotListen:
      return {ExitCode::kOutput,
              "Is another hub running? `ss -lntp` tells; or choose another address in `listen`."};
    case Fault::kTrailBroken:
      return {ExitCode::kBrokenPromise,
              "Find out who changed it, and move it away; a new one begins with the next start."};
    case Fault::kHubAddress:
      return {ExitCode::kUsage,
              "Write it as HOST:PORT, for example hub.example.org:7443, or as unix:/PATH/hub.sock"};
    case Fault::kHubNeedsProof:
      return {ExitCode::kUsage,
              "Name the folder that throng cert made for you: --credentials FOLDER, or "
              "THRONG_CREDENTIALS in the environment."};
    case Fault::kHubUnreachable:
      return {
          ExitCode::kHub,
          "Check its name and its port, whether it runs, and whether this machine may reach it."};
    case Fault::kHubUntrusted:
      return {ExitCode::kHub,
              "Call it by the name in its certificate; does authority.pem in your credentials come "
              "from its authority, and is the certificate still valid (throng cert show)?"};
    case Fault::kHubSlow:
      return {ExitCode::kHub, "Try again; if it goes on, ask for less, or look at the hub's log."};
    case Fault::kHubBusy:
    case Fault::kHubAway:
      return {ExitCode::kHub, "Try again in a minute."};
    case Fault::kHubFailed:
      return {ExitCode::kHub, "The hub's log says why."};
    case Fault::kHubKnowsUsNot:
      return {ExitCode::kHub,
              "Name your own credentials with --credentials; if you did, they have ended or were "
              "struck out: ask whoever runs the hub for new ones."};
    case Fault::kHubForbids:
      return {ExitCode::kHub,
              "Ask whoever runs the hub for another role. Viewers see now and the last 24 hours, "
              "planners all of the past; operators also acknowledge alarms."};
    case Fault::kHubHasNone:
      return {ExitCode::kUsage, "throng query --sites lists what it has."};
    case Fault::kHubRefuses:
      return {ExitCode::kUsage, "Ask for another time or another resolution."};
    case Fault::kNotAHub:
      return {ExitCode::kHub, "Check its address. If it is right, update throng, here or there."};
    case Fault::kBadServe:
    case Fault::kSiteMistakes:
    case Fault::kBadWays:
    case Fault::kBadTokens:
    case Fault::kBadCounts:
    case Fault::kBadTruth:
      return {ExitCode::kSite, "Mend the lines named above."};
    case Fault::kNotAStatus:
      return {ExitCode::kSource,
              "Was it made by this version? The next tick of a count writes it anew."};
    case Fault::kNoChartProgram:
      return {ExitCode::kOutput, "Install it: apt-get install gnuplot-nox"};
    case Fault::kChartFailed:
      return {ExitCode::kOutput, "Try another file name ending in .svg or .png."};
    default:
      return {ExitCode::kInternal, "This should not happen; please report it."};
  }
}

}  // namespace

std::string_view CureOf(Fault fault) { return AdviceOn(fault).cure; }

ExitCode Tell(std::string_view subject, Fault fault) {
  const Advice advice = AdviceOn(fault);
  fmt::print(stderr, "throng: {}: {}. {}\n", subject, Describe(fault), advice.cure);
  return advice.code;
}

void TellComplaints(std::string_view file, std::span<const Complaint> complaints) {
  for (const Complaint& complaint : complaints) {
    fmt::print(stderr, "{}\n", Format(complaint, file));
  }
  const auto mistakes =
      std::ranges::count(complaints, Complaint::Weight::kMistake, &Complaint::weight);
  if (mistakes > 0)
    fmt::print(stderr, "{} mistake{} in {}\n", mistakes, mistakes == 1 ? "" : "s", file);
}

}  // namespace throng
