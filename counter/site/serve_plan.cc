// Reads the file of `throng serve`, and refuses what others could listen to.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/serve_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <system_error>
#include <utility>

#include "counter/site/guard.h"
#include "counter/site/plan_text.h"
#include "counter/site/read_page_plan.h"
#include "counter/site/section.h"
#include "counter/site/way_address.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::string_view kUnix = "unix:/";
constexpr double kMostDays = 36'500;
// The longest path of a socket in a file system (unix(7)).
constexpr std::size_t kMostSocketBytes = 107;

bool IsOnThisMachine(const std::string& address) {
  if (address.starts_with(kUnix)) return true;
  const std::optional<WayAddress> at = ParseHostPort(address);
  return at && IsLoopback(at->host);
}

// With "%6f" as the "o" that it stands for.
std::string Unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const std::string_view hex = text.substr(std::min(i + 1, text.size()), 2);
    const bool is_escape =
        text[i] == '%' && hex.size() == 2 &&
        std::from_chars(hex.data(), hex.data() + 2, code, 16).ptr == hex.data() + 2;
    plain += is_escape ? static_cast<char>(code) : text[i];
    if (is_escape) i += 2;
  }
  return plain;
}

// As libpq would find one: a keyword that ends in "password", or user:password@ in a URI.
bool TellsPassword(const std::string& connection) {
  const std::string plain = Unescaped(connection);
  constexpr std::string_view kWord = "password";
  for (std::size_t at = plain.find(kWord); at != std::string::npos;
       at = plain.find(kWord, at + 1)) {
    const std::size_t next = plain.find_first_not_of(" \t\r\n", at + kWord.size());
    if (next != std::string::npos && plain[next] == '=') return true;
  }
  const std::size_t scheme = connection.find("://");
  if (scheme == std::string::npos) return false;
  const std::string rest = connection.substr(scheme + 3);
  const std::size_t at = rest.substr(0, rest.find_first_of("/?")).find('@');
  return at != std::string::npos && rest.substr(0, at).find(':') != std::string::npos;
}

class PlanReader {
 public:
  PlanReader(const toml::table& file, std::filesystem::path folder,
             std::vector<Complaint>& complaints)
      : file_(file), folder_(std::move(folder)), complaints_(complaints) {}

  ServePlan Read() {
    Section(file_, {0, "file"}, complaints_).RefuseUnknownKeys({"edge", "hub", "page"});
    const toml::table* const edge = PlanTable(file_, "edge", complaints_);
    const toml::table* const hub = PlanTable(file_, "hub", complaints_);
    const toml::table* const page = PlanTable(file_, "page", complaints_);
    if (file_.get("edge") == nullptr && file_.get("hub") == nullptr) {
      AddMistake(complaints_, {0, "file"},
                 "the file says neither [edge] nor [hub]; write [edge] to send counts to a hub, "
                 "[hub] to take them, or both");
    }
    ServePlan plan;
    if (hub != nullptr) plan.hub = ReadHub({*hub, {LineOf(*hub), "hub"}, complaints_}, *hub);
    if (edge != nullptr) {
      plan.edge =
          ReadEdge({*edge, {LineOf(*edge), "edge"}, complaints_}, file_.get("hub") != nullptr);
    }
    if (page != nullptr) plan.page = ReadPage(*page, plan);
    return plan;
  }

 private:
  std::string Text(const Section& section, std::string_view key, std::string_view example) const {
    return PlanText(section, key, example);
  }

  std::optional<std::filesystem::path> Path(const Section& section, std::string_view key,
                                            std::string_view example) const {
    return PlanPath(section, key, example, folder_);
  }

  std::optional<PagePlan> ReadPage(const toml::table& page, const ServePlan& plan) {
    if (!plan.hub) {
      AddMistake(complaints_, {LineOf(page), "page"},
                 "the page shows what a hub knows; write [hub] into this file, too");
      return std::nullopt;
    }
    const PageHub hub{.credentials = plan.hub->credentials,
                      .has_tokens = plan.hub->tokens.has_value()};
    return ReadPagePlan(page, hub, folder_, complaints_);
  }

  EdgePlan ReadEdge(const Section& section, bool has_hub) {
    section.RefuseUnknownKeys({"site", "ledger", "hub", "credentials"});
    EdgePlan edge{.site = folder_ / Text(section, "site", "site = \"station.toml\""),
                  .ledger = folder_ / Text(section, "ledger", "ledger = \"station.ledger\""),
                  .hub = {},
                  .credentials = Path(section, "credentials", "credentials = \"north-station\"")};
    const toml::node* const hub = section.Find("hub");
    if (hub == nullptr && has_hub) {
      if (edge.credentials) {
        section.Refuse(*section.Find("credentials"), "credentials",
                       "the hub is in this file, so none are needed; delete this line");
      }
      return edge;
    }
    constexpr std::string_view kExample = "hub = \"hub.example.org:7443\"";
    edge.hub = Text(section, "hub", kExample);
    if (hub == nullptr || edge.hub->empty()) return edge;
    if (!CheckAddress(section, *hub, "hub", *edge.hub)) return edge;
    if (!edge.credentials && !IsOnThisMachine(*edge.hub)) {
      section.Refuse(*hub, "hub",
                     "without credentials, counts may go only to a hub on this machine; name the "
                     "folder that throng cert made: credentials = \"north-station\"");
    }
    return edge;
  }

  bool CheckAddress(const Section& section, const toml::node& node, std::string_view key,
                    const std::string& address) {
    if (address.starts_with("unix:")) {
      const bool fits = address.starts_with(kUnix) && address.size() > kUnix.size() &&
                        address.size() - std::string_view("unix:").size() <= kMostSocketBytes;
      if (!fits) {
        section.Refuse(node, key,
                       "write a socket with its whole path, of at most 107 bytes, like: "
                       "unix:/run/throng/hub.sock");
      }
      return fits;
    }
    if (ParseHostPort(address)) return true;
    section.Refuse(node, key,
                   "this is no host with its port; write it like: hub.example.org:7443, "
                   "[::1]:7443 or unix:/run/throng/hub.sock");
    return false;
  }

  HubPlan ReadHub(const Section& section, const toml::table& table) {
    section.RefuseUnknownKeys(
        {"listen", "archive", "postgresql", "credentials", "tokens", "trail", "keep"});
    HubPlan hub{.listen = Text(section, "listen", "listen = \"0.0.0.0:7443\""),
                .archive = Path(section, "archive", "archive = \"city.archive\""),
                .postgresql = {},
                .credentials = Path(section, "credentials", "credentials = \"hub\""),
                .tokens = Path(section, "tokens", "tokens = \"tokens.toml\""),
                .trail = {}};
    CheckListen(section, hub);
    ReadPostgresql(section, hub);
    const std::optional<std::filesystem::path> trail =
        Path(section, "trail", "trail = \"hub.trail\"");
    hub.trail = trail.value_or(hub.archive ? std::filesystem::path(hub.archive->string() + ".trail")
                                           : folder_ / "hub.trail");
    if (const toml::table* const keep = PlanTable(table, "keep", complaints_)) {
      hub.keep = ReadKeep({*keep, {LineOf(*keep), "hub.keep"}, complaints_});
    }
    return hub;
  }

  void CheckListen(const Section& section, const HubPlan& hub) {
    const toml::node* const listen = section.Find("listen");
    if (listen == nullptr || hub.listen.empty()) return;
    if (!CheckAddress(section, *listen, "listen", hub.listen)) return;
    if (hub.credentials || IsOnThisMachine(hub.listen)) return;
    section.Refuse(*listen, "listen",
                   "without credentials, a hub may listen only on this machine (127.0.0.1, [::1] "
                   "or unix:); name the folder that throng cert made: credentials = \"hub\"");
  }

  void ReadPostgresql(const Section& section, HubPlan& hub) {
    const toml::node* const node = section.Find("postgresql");
    if (node != nullptr) {
      hub.postgresql = Text(section, "postgresql", "postgresql = \"host=db dbname=throng\"");
      if (TellsPassword(*hub.postgresql)) {
        section.Refuse(*node, "postgresql",
                       "a password does not belong into this file; write it into ~/.pgpass, which "
                       "only its owner may read");
      }
    }
    const bool has_archive = section.Find("archive") != nullptr;
    if (node != nullptr && has_archive) {
      section.Refuse(*node, "postgresql", "a hub has one archive; delete this line or `archive`");
    } else if (node == nullptr && !has_archive) {
      AddMistake(complaints_, section.place(),
                 "it has no archive; write archive = \"city.archive\", or postgresql = \"host=... "
                 "dbname=...\"");
    }
  }

  KeepPlan ReadKeep(const Section& section) {
    section.RefuseUnknownKeys({"released_days", "minute_days", "quarter_hour_days", "hour_days",
                               "day_days", "alarm_days"});
    return {.released = Days(section, "released_days"),
            .minute = Days(section, "minute_days"),
            .quarter_hour = Days(section, "quarter_hour_days"),
            .hour = Days(section, "hour_days"),
            .day = Days(section, "day_days"),
            .alarm = Days(section, "alarm_days")};
  }

  static std::optional<int> Days(const Section& section, std::string_view key) {
    const auto days = section.Value(key, 1, kMostDays);
    if (!days) return std::nullopt;
    if (days->value != std::floor(days->value)) {
      section.Refuse(*section.Find(key), key, "write whole days, for example: 90");
    }
    return static_cast<int>(days->value);
  }

  const toml::table& file_;
  std::filesystem::path folder_;
  std::vector<Complaint>& complaints_;
};

}  // namespace

Result<ServePlan> LoadServePlan(const std::filesystem::path& file,
                                std::vector<Complaint>& complaints) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(file, unknown)) return Fault::kNotFound;
  std::ifstream in(file, std::ios::binary);
  if (!in) return Fault::kNotPermitted;
  std::string text(kMostSiteBytes + 1, '\0');  // enough to see that it is too long
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return ParseServePlan(text, file.parent_path(), complaints);
}

Result<ServePlan> ParseServePlan(std::string_view text, const std::filesystem::path& folder,
                                 std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  ServePlan plan;
  // What it stumbles over may be a password that does not belong there.
  if (const std::optional<toml::table> file = ParsePrivate(text, found)) {
    plan = PlanReader(*file, folder, found).Read();
  }
  std::ranges::stable_sort(found, {}, &Complaint::line);
  complaints.insert(complaints.end(), found.begin(), found.end());
  if (!found.empty()) return Fault::kBadServe;
  return plan;
}

}  // namespace throng
