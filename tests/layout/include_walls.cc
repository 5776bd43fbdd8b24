// Compares each #include with the rooms' order, their USES, and the home of each foreign library.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/include_walls.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace throng::layout {
namespace {

// A foreign library: how its headers begin, and the paths that may include them (separated by
// blanks, each a beginning of a path).
struct Foreign {
  std::string_view headers;
  std::string_view homes;
};

// A header that is not listed here and belongs to no standard is refused too.
constexpr std::array kForeign = {
    Foreign{"Eigen/", "counter/site/ counter/occupancy/"},
    Foreign{"toml++/", "counter/site/load counter/site/section"},
    Foreign{"polyclipping/", "counter/site/"},
    Foreign{"opencv2/", "counter/eye/ counter/drawn/"},
    Foreign{"oneapi/dnnl/", "counter/eye/network"},
    Foreign{"libav", "counter/eye/ counter/drawn/video_file"},
    Foreign{"libsw", "counter/eye/"},
    Foreign{"SQLiteCpp/", "counter/store/"},
    Foreign{"sqlite3.h", "counter/store/"},
    Foreign{"pqxx/", "counter/store/postgres_ counter/store/test_postgres"},
    Foreign{"nlohmann/",
            "counter/notify/ counter/hub/trail counter/serve/ counter/page/ counter/truth/ "
            "counter/apps/"},
    Foreign{"csv.h", "counter/serve/ counter/truth/"},
    Foreign{"fmt/",
            "counter/site/ counter/meaning/ counter/alert/ counter/store/ counter/notify/ "
            "counter/serve/ counter/truth/ counter/audit/ counter/apps/"},
    Foreign{"date/", "counter/alert/schedule"},
    Foreign{"openssl/",
            "counter/watch/login_proof counter/notify/webhook_signature counter/notify/test_ "
            "counter/link/"},
    Foreign{"curl/", "counter/notify/curl_transfer"},
    Foreign{"mosquitto.h", "counter/notify/mqtt"},
    Foreign{"pugixml.hpp", "counter/notify/cap"},
    Foreign{"throng/v1/", "counter/wire/ counter/link/ counter/hub/ counter/page/"},
    Foreign{"google/protobuf/",
            "counter/wire/ counter/hub/gate_test counter/hub/service_fuzz counter/page/"},
    Foreign{"grpcpp/", "counter/wire/status counter/link/ counter/hub/ counter/page/"},
    Foreign{"grpc/", "counter/link/ counter/page/watch_events"},
    Foreign{"microhttpd.h", "counter/page/http_server"},
    Foreign{"zlib.h", "counter/page/packed"},
    Foreign{"CLI/", "counter/apps/"},
    Foreign{"linux/seccomp.h", "counter/door/"},
    Foreign{"linux/landlock.h", "counter/door/"},
    Foreign{"seccomp.h", "counter/door/syscall_filter counter/door/sandbox_test"},
    Foreign{"sys/mount.h", "counter/door/namespaces"},
    Foreign{"spawn.h", "counter/watch/ counter/serve/gnuplot counter/apps/demo_live"},
    Foreign{"sys/wait.h",
            "counter/watch/ counter/serve/gnuplot counter/apps/demo_live counter/door/ "
            "counter/notify/mqtt_test "
            "counter/store/test_postgres counter/store/archive_kill_test "
            "counter/store/sqlite_archive_test counter/store/unsent_"},
};

// Folders of system headers; everything else in a folder is a foreign library.
constexpr std::array<std::string_view, 5> kSystem = {"sys/", "linux/", "netinet/", "arpa/", "net/"};

// A program of the room apps that is linked from rooms of its own, not from what apps USES.
struct Program {
  std::string source;  // the beginning of its files' paths
  std::set<std::string> rooms;
  std::string refusal;
};
const std::array<Program, 2> kPrograms = {Program{"counter/apps/throng_eye",
                                                  {"base", "site", "door", "eye", "apps"},
                                                  "throng-eye knows only base, site, door and eye"},
                                          Program{"counter/apps/throng_draw",
                                                  {"base", "site", "drawn", "apps"},
                                                  "throng-draw knows only base, site and drawn"}};

struct Include {
  int line;
  std::string path;
  bool quoted;
};

struct Room {
  std::size_t place;                          // in the data flow
  std::optional<std::set<std::string>> uses;  // nothing if it may use all rooms above it
};

using Rooms = std::map<std::string, Room>;

const std::string* TextOf(const SourceTree& tree, const std::string& path) {
  const auto file = std::ranges::find(tree.files, path, &SourceFile::path);
  return file == tree.files.end() ? nullptr : &file->text;
}

std::vector<std::string> AllMatches(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

// The names after USES in a counter_room() call.
std::optional<std::set<std::string>> UsesOf(const std::string& cmake) {
  static const std::regex call(R"(counter_room\(([^)]*)\))");
  static const std::regex uses(R"(\bUSES((\s+[a-z_]+)*))");
  static const std::regex word(R"(([a-z_]+))");
  std::smatch room;
  if (!std::regex_search(cmake, room, call)) return std::nullopt;
  const std::string arguments = room[1];
  std::smatch listed;
  if (!std::regex_search(arguments, listed, uses)) return std::set<std::string>();
  const std::vector<std::string> names = AllMatches(listed[1], word);
  return std::set<std::string>(names.begin(), names.end());
}

Rooms ReadRooms(const SourceTree& tree) {
  static const std::regex added(R"(add_subdirectory\(counter/([a-z_]+)\))");
  Rooms rooms;
  const std::string* const top = TextOf(tree, "CMakeLists.txt");
  if (top == nullptr) return rooms;
  for (const std::string& name : AllMatches(*top, added)) {
    const std::string* const cmake = TextOf(tree, "counter/" + name + "/CMakeLists.txt");
    rooms[name] = {.place = rooms.size(), .uses = cmake == nullptr ? std::nullopt : UsesOf(*cmake)};
  }
  return rooms;
}

// Whether `room` names `other` in its USES, or one that it names does.
bool Reaches(const Rooms& rooms, const std::string& room, const std::string& other) {
  const std::optional<std::set<std::string>>& uses = rooms.at(room).uses;
  if (!uses || uses->contains(other)) return true;
  return std::ranges::any_of(*uses, [&](const std::string& used) {
    const auto at = rooms.find(used);
    return at != rooms.end() && at->second.place < rooms.at(room).place && at->second.uses &&
           Reaches(rooms, used, other);
  });
}

std::vector<Include> IncludesOf(const SourceFile& file) {
  static const std::regex include(R"(^\s*(/\*.*\*/\s*)?#\s*include\s*([<"])([^">]+)[">])");
  std::vector<Include> includes;
  int number = 0;
  for (const std::string& line : file.Lines()) {
    ++number;
    std::smatch match;
    if (std::regex_search(line, match, include)) {
      includes.push_back({.line = number, .path = match[3], .quoted = match[2] == "\""});
    }
  }
  return includes;
}

// The room that `path` lies in: counter/ROOM/...
std::string RoomOf(std::string_view path) {
  constexpr std::string_view counter = "counter/";
  if (!path.starts_with(counter)) return "";
  path.remove_prefix(counter.size());
  const std::size_t end = path.find('/');
  return end == std::string_view::npos ? "" : std::string(path.substr(0, end));
}

bool IsHome(std::string_view homes, std::string_view path) {
  while (!homes.empty()) {
    const std::size_t end = std::min(homes.find(' '), homes.size());
    if (path.starts_with(homes.substr(0, end))) return true;
    homes.remove_prefix(std::min(end + 1, homes.size()));
  }
  return false;
}

// pipe_test.cc, and what several tests share: scene_for_test.h, test_scene.cc.
bool IsForTests(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.starts_with("test_") || name.ends_with("_test.cc") ||
         name.find("_for_test.") != std::string_view::npos;
}

// Why `path` may not include <header>; empty if it may.
std::string ForeignFault(const std::string& path, std::string_view header) {
  if (header.starts_with("gtest/") || header.starts_with("gmock/")) {
    return IsForTests(path) ? "" : "only tests include GoogleTest";
  }
  if (header.starts_with("benchmark/")) {
    return path.ends_with("_bench.cc") ? "" : "only benchmarks include Google Benchmark";
  }
  const auto library = std::ranges::find_if(
      kForeign, [&](const Foreign& foreign) { return header.starts_with(foreign.headers); });
  if (library != kForeign.end()) {
    if (IsHome(library->homes, path)) return "";
    return "<" + std::string(header) + "> may be included only in " + std::string(library->homes);
  }
  const bool in_folder = header.find('/') != std::string_view::npos;
  const bool is_system = std::ranges::any_of(
      kSystem, [&](std::string_view folder) { return header.starts_with(folder); });
  if (!in_folder || is_system) return "";
  return "<" + std::string(header) + "> belongs to no room: give its library one in " +
         "tests/layout/include_walls.cc";
}

// The program that `path` is part of, if it has rooms of its own.
const Program* ProgramOf(const std::string& path) {
  const auto* const program = std::ranges::find_if(
      kPrograms, [&](const Program& some) { return path.starts_with(some.source); });
  return program == kPrograms.end() ? nullptr : program;
}

// Why a file of room `from` may not include room `to`; empty if it may.
std::string WallFault(const Rooms& rooms, const std::string& from, const std::string& to,
                      const Program* program) {
  const std::string refusal = "room '" + from + "' may not include room '" + to + "': ";
  const auto target = rooms.find(to);
  if (target == rooms.end()) return refusal + "it is not in CMakeLists.txt";
  if (from == to) return "";
  if (target->second.place > rooms.at(from).place)
    return refusal + "it comes later in the data flow";
  if (program != nullptr) return program->rooms.contains(to) ? "" : refusal + program->refusal;
  if (to == "eye") return refusal + "nobody looks into the eye";
  if (!Reaches(rooms, from, to)) return refusal + "it is not in its USES";
  return "";
}

}  // namespace

std::vector<Finding> CheckIncludes(const SourceTree& tree) {
  const Rooms rooms = ReadRooms(tree);
  std::vector<Finding> findings;
  for (const SourceFile& file : tree.files) {
    const std::string from = RoomOf(file.path);
    if (!file.EndsWith(".h") && !file.EndsWith(".cc")) continue;
    if (from.empty() || from == "cmake") continue;
    if (!rooms.contains(from)) {
      findings.push_back({file.path, 0, "room '" + from + "' is not in CMakeLists.txt"});
      continue;
    }
    const Program* const program = ProgramOf(file.path);
    for (const Include& include : IncludesOf(file)) {
      std::string fault;
      const std::string to = RoomOf(include.path);
      if (!to.empty()) {
        fault = WallFault(rooms, from, to, program);
      } else if (include.quoted) {
        fault = "\"" + include.path + "\": write the path from the top of the tree";
      } else {
        fault = ForeignFault(file.path, include.path);
      }
      if (!fault.empty()) findings.push_back({file.path, include.line, fault});
    }
  }
  return findings;
}

}  // namespace throng::layout
