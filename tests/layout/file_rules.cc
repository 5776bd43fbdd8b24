// Reads every file once and applies each rule to it.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/file_rules.h"

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <string_view>

namespace throng::layout {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMostLines = 600;
constexpr std::size_t kMostColumns = 100;
constexpr std::string_view kLicence = "// SPDX-License-Identifier: Apache-2.0";

// The top of the tree. Dot files are free.
constexpr std::array kTop = {
    "CMakeLists.txt"sv,  "CMakePresets.json"sv, "counter"sv,          "proto"sv,
    "tests"sv,           "README.md"sv,         "SPECIFICATION.md"sv, "ARCHITECTURE.md"sv,
    "CONTRIBUTING.md"sv, "CHANGELOG.md"sv,      "SECURITY.md"sv,      "LICENSE"sv};

// The only files that say what may leave an eye, and what may leave the machine.
constexpr std::array kMayLeaveFiles = {"counter/door/tally.h"sv, "counter/release/published.h"sv};

// Pictures are forbidden; one that our own code drew may be named here, if it is small.
constexpr std::array kDrawnByUs = {
    "counter/drawn/sheet.jpg"sv,
    // The page with drawn places: npm run screens.
    "counter/page/screens/days.png"sv, "counter/page/screens/editor.png"sv,
    "counter/page/screens/history.png"sv, "counter/page/screens/live.png"sv,
    "counter/page/screens/live-french.png"sv, "counter/page/screens/live-phone.png"sv,
    "counter/page/screens/planning.png"sv, "counter/page/screens/report.png"sv,
    "counter/page/screens/wall.png"sv, "counter/page/screens/week.png"sv};
constexpr std::size_t kMostDrawnBytes = 250'000;

// The one folder for small videos of test patterns, with which the fuzz target of the eye begins.
constexpr std::string_view kSeeds = "counter/eye/corpus/";
// The network's weights: numbers, not text.
constexpr std::string_view kWeights = "counter/eye/weights/default.thnw";
constexpr std::size_t kMostSeedBytes = 16'384;

// There, .ts is TypeScript and no video: CheckAscii refuses any byte that a video would need.
constexpr std::string_view kPage = "counter/page/web/";

constexpr std::array kPictureEndings = {".jpg"sv,  ".jpeg"sv, ".png"sv,  ".gif"sv,  ".bmp"sv,
                                        ".webp"sv, ".tif"sv,  ".ppm"sv,  ".pgm"sv,  ".avi"sv,
                                        ".mp4"sv,  ".mkv"sv,  ".mov"sv,  ".webm"sv, ".m4v"sv,
                                        ".mpg"sv,  ".ts"sv,   ".h264"sv, ".mjpeg"sv};

bool IsCode(const SourceFile& file) { return file.EndsWith(".h") || file.EndsWith(".cc"); }

// How pictures and videos begin, wherever they hide.
bool LooksLikeAPicture(std::string_view text) {
  return text.starts_with("\xFF\xD8\xFF") || text.starts_with("\x89PNG\r\n") ||
         text.starts_with("GIF8") || text.starts_with("RIFF") ||
         text.starts_with("\x1A\x45\xDF\xA3") || text.substr(0, 12).substr(4).starts_with("ftyp");
}

// A chart is lines and letters; this is how a drawing holds or shows pixels.
bool HoldsAPicture(const SourceFile& file) {
  return file.EndsWith(".svg") && (file.text.find("<image") != std::string::npos ||
                                   file.text.find("data:") != std::string::npos);
}

void CheckPlace(const SourceFile& file, std::vector<Finding>& findings) {
  const std::string top = file.path.substr(0, file.path.find('/'));
  if (!top.starts_with('.') && !std::ranges::count(kTop, top)) {
    findings.push_back({file.path, 0, "nothing new at the top of the tree: put it into a room"});
  }
}

void CheckPicture(const SourceFile& file, std::vector<Finding>& findings) {
  std::string lower = file.path;
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const bool is_typescript = file.path.starts_with(kPage) && file.EndsWith(".ts");
  const bool named = !is_typescript && std::ranges::any_of(kPictureEndings, [&](auto ending) {
    return lower.ends_with(ending);
  });
  const bool looks = file.text.size() >= 12 && LooksLikeAPicture(file.text);
  if (!named && !looks && !HoldsAPicture(file)) return;
  if (std::ranges::count(kDrawnByUs, file.path) && file.text.size() <= kMostDrawnBytes) return;
  if (file.path.starts_with(kSeeds) && file.text.size() <= kMostSeedBytes) return;
  findings.push_back({file.path, 0,
                      "no picture or video enters the repository: make it from code "
                      "(a small one of ours can be named in file_rules.cc)"});
}

// What a merge leaves where two changes meet, in any file; git's marks are seven signs and a blank.
void CheckMerged(const SourceFile& file, std::vector<Finding>& findings) {
  static const std::string ours = std::string(7, '<') + ' ';
  static const std::string theirs = std::string(7, '>') + ' ';
  int number = 0;
  for (const std::string& line : file.Lines()) {
    ++number;
    if (line.starts_with(ours) || line.starts_with(theirs)) {
      findings.push_back({file.path, number, "a merge was not finished: keep one of the two"});
    }
  }
}

void CheckAscii(const SourceFile& file, std::vector<Finding>& findings) {
  if (file.path.find("/corpus/") != std::string::npos) return;  // bytes for the fuzz targets
  if (file.path == kWeights || std::ranges::count(kDrawnByUs, file.path)) return;
  int number = 0;
  for (const std::string& line : file.Lines()) {
    ++number;
    const auto odd =
        std::ranges::find_if(line, [](char c) { return (c < ' ' && c != '\t') || c > '~'; });
    if (odd != line.end()) {
      findings.push_back({file.path, number, "not ASCII: use a plain letter or an escape"});
    }
  }
}

void CheckFirstLines(const SourceFile& file, const std::vector<std::string>& lines,
                     std::vector<Finding>& findings) {
  static const std::regex sentence(R"(// \S.{8,}[.])");
  if (lines.empty() || !std::regex_match(lines[0], sentence)) {
    findings.push_back({file.path, 1,
                        "begin with one sentence that says what the file is for: "
                        "// Several eyes on one patch to one Estimate."});
  }
  if (lines.size() < 2 || lines[1] != kLicence) {
    findings.push_back({file.path, 2, "the second line is: " + std::string(kLicence)});
  }
  if (file.EndsWith(".h") && (lines.size() < 3 || lines[2] != "#pragma once")) {
    findings.push_back({file.path, 3, "the third line of a header is: #pragma once"});
  }
}

void CheckCode(const SourceFile& file, std::vector<Finding>& findings) {
  static const std::regex views(R"(^\s*#\s*include\s*<ranges>|\bviews::)");
  const std::vector<std::string> lines = file.Lines();
  CheckFirstLines(file, lines, findings);
  if (lines.size() > kMostLines) {
    findings.push_back({file.path, static_cast<int>(lines.size()),
                        "more than 600 lines: one idea per file, split it"});
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (std::regex_search(lines[i], views)) {
      findings.push_back(
          {file.path, static_cast<int>(i) + 1, "no <ranges> views: clang 14 cannot compile them"});
    }
  }
}

// What clang-format does for the rest of the code.
void CheckProto(const SourceFile& file, std::vector<Finding>& findings) {
  const std::vector<std::string> lines = file.Lines();
  CheckFirstLines(file, lines, findings);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    if (lines[i].size() > kMostColumns) findings.push_back({file.path, number, "break the line"});
    if (lines[i].ends_with(' ') || lines[i].find('\t') != std::string::npos) {
      findings.push_back({file.path, number, "a tab, or a blank that nobody sees: remove it"});
    }
  }
}

void CheckMayLeave(const SourceFile& file, std::vector<Finding>& findings) {
  static const std::regex listed(R"(\b(bool|auto)\s+(\w+::)*kMayLeave\s*<)");
  if (std::ranges::count(kMayLeaveFiles, file.path) || file.EndsWith("_test.cc")) return;
  const std::string& text = file.text;
  for (std::sregex_iterator at(text.begin(), text.end(), listed), end; at != end; ++at) {
    const auto before = std::count(text.begin(), text.begin() + at->position(), '\n');
    findings.push_back({file.path, static_cast<int>(before) + 1,
                        "only door/tally.h and release/published.h say what may leave"});
  }
}

// So a header that has a source file is known to compile alone, and needs no test for it.
void CheckOwnHeader(const SourceFile& file, const SourceTree& tree,
                    std::vector<Finding>& findings) {
  if (!file.EndsWith(".cc")) return;
  const std::string header = file.path.substr(0, file.path.size() - 2) + "h";
  const bool has_header = std::ranges::any_of(
      tree.files, [&](const SourceFile& other) { return other.path == header; });
  if (!has_header) return;
  const std::string wanted = "#include \"" + header + "\"";
  const std::vector<std::string> lines = file.Lines();
  const auto first = std::ranges::find_if(
      lines, [](const std::string& line) { return line.starts_with("#include"); });
  if (first == lines.end() || *first != wanted) {
    findings.push_back({file.path, 0, "the first include of a source file is its own header"});
  }
}

}  // namespace

std::vector<Finding> CheckFiles(const SourceTree& tree) {
  std::vector<Finding> findings;
  for (const SourceFile& file : tree.files) {
    CheckPlace(file, findings);
    CheckPicture(file, findings);
    CheckAscii(file, findings);
    CheckMerged(file, findings);
    if (file.EndsWith(".proto")) CheckProto(file, findings);
    if (!IsCode(file)) continue;
    CheckCode(file, findings);
    CheckMayLeave(file, findings);
    CheckOwnHeader(file, tree, findings);
  }
  return findings;
}

}  // namespace throng::layout
