// throng cert show: a table of who is who and until when.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "counter/apps/cert.h"
#include "counter/link/credentials.h"
#include "counter/link/token_list.h"
#include "counter/site/tokens.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::chrono::days kSoon{30};

struct Row {
  std::string folder;
  std::string who;
  std::string role;
  std::string hosts;
  std::string serial;
  std::optional<Instant> ends;  // absent: unknown, or never
  std::string never = {};       // said in its place
};

std::string Who(const Identity& identity) {
  switch (identity.kind) {
    case Identity::Kind::kHub:
      return "hub";
    case Identity::Kind::kSite:
      return "site " + Quote(identity.name);
    case Identity::Kind::kReader:
      return "reader " + Quote(identity.name);
  }
  return {};
}

class Table {
 public:
  explicit Table(Instant now) : now_(now) {}

  void Add(const Path& path) {
    std::error_code unknown;
    if (std::filesystem::is_regular_file(path, unknown)) return AddTokens(path);
    if (std::filesystem::exists(path / kCertificateFile, unknown)) return AddCertificate(path);
    if (std::filesystem::exists(path / kTokenFile, unknown)) return AddTokenFolder(path);
    const Result<CertificateFacts> authority = ReadAuthority(path);
    if (!authority) return Refuse(path, authority.error());
    rows_.push_back(
        {path.string(), "authority " + Quote(authority->name), "", "", "", authority->ends});
  }

  ExitCode Print() const {
    std::array<std::size_t, 5> width{};
    std::vector<std::array<std::string, 7>> lines{
        {"FOLDER", "WHO", "ROLE", "HOSTS", "SERIAL", "UNTIL", "DAYS LEFT"}};
    for (const Row& row : rows_) {
      lines.push_back({row.folder, row.who, row.role, row.hosts, row.serial,
                       row.ends ? LastDay(*row.ends) : row.never,
                       row.ends ? std::to_string(DaysLeft(*row.ends)) : std::string()});
    }
    for (const auto& line : lines) {
      for (std::size_t i = 0; i < width.size(); ++i) {
        width[i] = std::max(width[i], fmt::formatted_size("{}", line[i]));
      }
    }
    if (rows_.empty()) return code_;
    for (const auto& [folder, who, role, hosts, serial, until, left] : lines) {
      std::string line = fmt::format("{:<{}}  {:<{}}  {:<{}}  {:<{}}  {:<{}}  {:<10}  {:>9}",
                                     folder, width[0], who, width[1], role, width[2], hosts,
                                     width[3], serial, width[4], until, left);
      line.erase(line.find_last_not_of(' ') + 1);
      fmt::print("{}\n", line);
    }
    return Warn();
  }

 private:
  // Whole ones; below 0, it is over.
  std::int64_t DaysLeft(Instant ends) const {
    return std::chrono::floor<std::chrono::days>(ends - now_).count();
  }

  ExitCode Warn() const {
    ExitCode code = code_;
    for (const Row& row : rows_) {
      if (!row.ends || *row.ends - now_ >= kSoon) continue;
      const bool is_over = *row.ends <= now_;
      if (is_over) code = ExitCode::kSite;
      fmt::print(stderr,
                 "throng: {}: {} {} on {}; renew it: the command that made it, with --renew\n",
                 row.folder, row.who, is_over ? "ended" : "ends", LastDay(*row.ends));
    }
    return code;
  }

  void Refuse(const Path& path, Fault fault) { code_ = Tell(path.string(), fault); }

  // What is wrong with a folder besides its time.
  void Check(const Path& path) {
    const Status checked = CheckFolder(path);
    if (!checked && checked.error() != Fault::kCertificateOver) Refuse(path, checked.error());
  }

  void AddCertificate(const Path& path) {
    const Result<CertificateFacts> facts = ReadCertificate(path);
    if (!facts) return Refuse(path, facts.error());
    Row row{path.string(), "somebody else: " + Quote(facts->name), "", "", facts->serial,
            facts->ends};
    for (const std::string& host : facts->hosts) {
      row.hosts += (row.hosts.empty() ? "" : ", ") + Printable(host);
    }
    if (facts->identity) {
      row.who = Who(*facts->identity);
      if (facts->identity->kind == Identity::Kind::kReader)
        row.role = NameOf(facts->identity->role);
    }
    rows_.push_back(std::move(row));
    Check(path);
  }

  // The folder does not know whose it is, so that nobody who finds it learns that.
  void AddTokenFolder(const Path& path) {
    rows_.push_back({path.string(), "a token", "", "", "", std::nullopt});
    Check(path);
  }

  void AddTokens(const Path& path) {
    std::vector<Complaint> complaints;
    const Result<TokensFile> read = LoadTokens(path, RoleNames(), complaints);
    TellComplaints(path.string(), complaints);
    if (!read) return Refuse(path, read.error());
    for (const NotedToken& token : read->tokens) {
      rows_.push_back({path.string(), "token " + Quote(token.name),
                       std::string(RoleNames()[token.role]), "", "", token.ends, "for ever"});
    }
    for (const RefusedCertificate& refused : read->refused) {
      rows_.push_back({path.string(),
                       refused.note.empty() ? "refused" : "refused: " + Quote(refused.note), "", "",
                       refused.serial, std::nullopt});
    }
  }

  Instant now_;
  std::vector<Row> rows_;
  ExitCode code_ = ExitCode::kOk;
};

}  // namespace

ExitCode ShowCredentials(const CertShowCommand& command) {
  Table table(SystemClock().Now());
  for (const Path& path : command.folders) table.Add(path);
  return table.Print();
}

}  // namespace throng
