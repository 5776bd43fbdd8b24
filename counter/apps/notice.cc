// throng notice: the sign for the wall, from the same file that says what is counted.
// SPDX-License-Identifier: Apache-2.0
#include "counter/serve/notice.h"

#include <fmt/format.h>

#include <cstdio>

#include "counter/apps/command.h"
#include "counter/apps/outputs.h"
#include "counter/serve/term.h"

namespace throng {
namespace {

std::string Rendered(const NoticeCommand& command, const std::vector<Sign>& signs) {
  const Language language = command.language == "fr" ? Language::kFrench : Language::kEnglish;
  if (command.format == "html") return SignsAsHtml(signs, language);
  if (command.format == "json") return SignsAsJson(signs, language);
  return SignsAsText(signs, language);
}

void TellBlanks(const std::vector<Sign>& signs) {
  for (const Sign& sign : signs) {
    const std::vector<std::string_view> blanks = BlanksOf(sign);
    if (blanks.empty()) continue;
    fmt::print(stderr,
               "throng: the sign of camera{} {} has blanks for {}; `throng check` shows the lines "
               "for the site file, or fill them in by hand\n",
               sign.cameras.size() == 1 ? "" : "s", fmt::join(sign.cameras, ", "),
               fmt::join(blanks, ", "));
  }
}

}  // namespace

ExitCode ShowNotice(const NoticeCommand& command) {
  const Result<Site> site = LoadSiteOrTell(command.site);
  if (!site) return ExitCode::kSite;
  const std::vector<Sign> signs = SignsOf(*site, command.camera);
  if (signs.empty()) {
    fmt::print(stderr, "throng: no camera \"{}\" counts in a zone; the cameras are: {}\n",
               command.camera.value_or(""), CameraNames(*site));
    return ExitCode::kUsage;
  }
  TellBlanks(signs);
  if (const auto note = NoteOfTerm(site->profile, ZoneOf(*site), SystemClock().Now())) {
    fmt::print(stderr, "throng: {}\n", *note);
  }
  const std::string text = Rendered(command, signs);
  if (command.out) {
    const Status written = WriteText(*command.out, text);
    if (!written) return Tell(command.out->string(), written.error());
    fmt::print(stderr, "notice: {}\n", command.out->string());
    return ExitCode::kOk;
  }
  fmt::print("{}", text);
  if (std::fflush(stdout) != 0) return Tell("standard output", Fault::kDiskFull);
  return ExitCode::kOk;
}

}  // namespace throng
