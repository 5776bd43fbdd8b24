// Makes, starts, kills and ends the server.
// SPDX-License-Identifier: Apache-2.0
#include "counter/store/test_postgres.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <pqxx/pqxx>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace throng {
namespace {

namespace fs = std::filesystem;

// Debian keeps the programs of each version apart; the newest.
std::optional<fs::path> Programs() {
  std::optional<fs::path> newest;
  std::error_code ignored;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const fs::path bin = version.path() / "bin";
    const bool is_whole =
        fs::exists(bin / "initdb", ignored) && fs::exists(bin / "postgres", ignored);
    if (is_whole && (!newest || bin > *newest)) newest = bin;
  }
  return newest;
}

// Whom the server runs as: it refuses to be root.
const passwd* User() { return ::getuid() == 0 ? ::getpwnam("postgres") : ::getpwuid(::getuid()); }

// In a child: runs `program` as that user, silently, and to its end if the parent ends.
[[noreturn]] void Become(const std::vector<std::string>& program, const passwd& user) {
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int fd : {0, 1, 2}) ::dup2(nowhere, fd);
  if (::getuid() == 0) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(user.pw_gid) != 0 || ::setuid(user.pw_uid) != 0) {
      ::_exit(126);
    }
  }
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // an immediate end; forgotten when the user changes
  std::vector<char*> arguments;
  for (const std::string& word : program) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (::chdir("/") == 0) ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

pid_t Spawn(const std::vector<std::string>& program) {
  const passwd* const user = User();
  const pid_t child = ::fork();
  if (child == 0) Become(program, *user);
  return child;
}

int EndOf(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// What the kernel says of a process.
struct ProcessFacts {
  int parent = 0;
  long ticks = 0;  // of a processor, for itself and for its children that have ended
};

std::optional<ProcessFacts> FactsOf(const fs::path& process) {
  std::ifstream file(process / "stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name_end + 1));
  std::string state;
  std::string skipped;
  ProcessFacts facts;
  fields >> state >> facts.parent;
  for (int i = 0; i < 9; ++i) fields >> skipped;
  for (int i = 0; i < 4; ++i) {
    long ticks = 0;
    fields >> ticks;
    facts.ticks += ticks;
  }
  if (!fields) return std::nullopt;
  return facts;
}

std::vector<fs::path> ChildrenOf(pid_t parent) {
  std::vector<fs::path> children;
  std::error_code ignored;
  for (const auto& process : fs::directory_iterator("/proc", ignored)) {
    const auto facts = FactsOf(process.path());
    if (facts && facts->parent == parent) children.push_back(process.path());
  }
  return children;
}

}  // namespace

std::optional<std::string> TestPostgres::WhyNot() {
  if (!Programs()) return "PostgreSQL is not installed (Debian's package postgresql)";
  if (User() == nullptr) return "there is no user postgres as whom its server could run";
  return std::nullopt;
}

TestPostgres::TestPostgres() {
  std::string name = (fs::temp_directory_path() / "throng_postgres.XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
  const passwd* const user = User();
  if (::getuid() == 0 && ::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
    throw std::runtime_error("the temporary folder cannot be given away");
  }
  const std::string initdb = *Programs() / "initdb";
  const int made = EndOf(Spawn({initdb, "-D", data(), "-A", "trust", "-U", "throng", "-E", "UTF8",
                                "--locale=C", "--data-checksums", "--no-sync"}));
  if (made != 0 || !Start()) throw std::runtime_error("PostgreSQL does not start");
}

TestPostgres::~TestPostgres() {
  Stop();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

bool TestPostgres::Start() {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end) {
    // One that ends at once is started again: processes of a server that was killed hold its memory
    // until the kernel has come to them.
    if (server_ == 0 || ::waitpid(server_, nullptr, WNOHANG) == server_) {
      server_ = Spawn({*Programs() / "postgres", "-D", data(), "-k", folder_, "-c",
                       "listen_addresses=", "-c", "fsync=on", "-c", "shared_buffers=64MB", "-c",
                       "max_wal_size=1GB", "-c", "autovacuum_naptime=10s"});
    }
    if (Answers()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

void TestPostgres::Stop() {
  if (server_ == 0) return;
  ::kill(server_, SIGINT);
  EndOf(server_);
  server_ = 0;
}

void TestPostgres::Kill() {
  if (server_ == 0) return;
  ::kill(server_, SIGSTOP);  // so that it starts nothing more
  for (const fs::path& child : ChildrenOf(server_)) {
    ::kill(std::atoi(child.filename().c_str()), SIGKILL);
  }
  ::kill(server_, SIGKILL);
  EndOf(server_);
  server_ = 0;
}

double TestPostgres::CpuSeconds() const {
  long ticks = 0;
  const auto add = [&ticks](const fs::path& process) {
    if (const auto facts = FactsOf(process)) ticks += facts->ticks;
  };
  add("/proc/" + std::to_string(server_));
  for (const fs::path& child : ChildrenOf(server_)) add(child);
  return static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

bool TestPostgres::Answers() const {
  try {
    const pqxx::connection connection("host=" + folder_.string() + " user=throng dbname=postgres");
    return connection.is_open();
  } catch (const std::exception&) {
    return false;
  }
}

std::string TestPostgres::ConnectionTo(const std::string& schema) {
  if (!Execute("CREATE SCHEMA IF NOT EXISTS " + schema)) return "";
  return "host=" + folder_.string() +
         " user=throng dbname=postgres options=-csearch_path=" + schema;
}

bool TestPostgres::Execute(const std::string& sql) const {
  try {
    pqxx::connection connection("host=" + folder_.string() + " user=throng dbname=postgres");
    const pqxx::quiet_errorhandler quiet(connection);
    pqxx::nontransaction work(connection);
    work.exec(sql);
    return true;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "PostgreSQL: %s\n", error.what());
    return false;
  }
}

std::string TestPostgres::Ask(const std::string& sql) const {
  try {
    pqxx::connection connection("host=" + folder_.string() + " user=throng dbname=postgres");
    pqxx::nontransaction work(connection);
    return work.exec1(sql)[0].c_str();
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace throng
