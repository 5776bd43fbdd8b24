// The file of ways: where alarms go besides the terminal, and what is told there.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "counter/base/result.h"
#include "counter/site/alarm_rule.h"
#include "counter/site/language.h"
#include "counter/site/load.h"

namespace throng {

// Which alarms are told. What was told once is told to its end.
struct AlarmFilter {
  std::vector<std::string> rules;  // empty: all
  bool crowding = true;
  bool blind = true;
  bool stale = true;
  Band least = Band::kBusy;  // of crowding
};

struct WayLogin {
  std::string user;
  std::string password;
};

// What a CAP 1.2 message says of whoever sends it.
struct CapVoice {
  enum class Status : std::uint8_t { kActual = 1, kExercise = 2, kTest = 3 };
  struct Corner {
    double latitude;
    double longitude;
  };
  std::string sender;  // no blank, comma, < or &
  Status status;
  Language language = Language::kEnglish;
  std::vector<Corner> area;  // closed, at least 4; or empty
};

// `ca` is a file of certificates to trust instead of the system's.
struct WebhookWay {
  std::string name;
  AlarmFilter tells;
  std::string url;  // may hold a secret itself, so it is never shown
  std::string secret;
  std::optional<std::filesystem::path> ca;
  std::optional<CapVoice> cap;  // CAP in place of JSON
};

struct MailWay {
  std::string name;
  AlarmFilter tells;
  std::string host;
  std::uint16_t port;
  bool encrypted = true;  // by STARTTLS, before anything is told
  bool at_once = false;   // instead from the first byte, as servers want it at port 465
  std::string from;
  std::vector<std::string> to;
  std::optional<WayLogin> login;
  std::optional<std::filesystem::path> ca;
  Language language = Language::kEnglish;
};

struct MqttWay {
  std::string name;
  AlarmFilter tells;
  std::string host;
  std::uint16_t port;
  bool encrypted = true;
  std::string prefix = "throng";  // of all topics
  std::optional<WayLogin> login;
  std::optional<std::filesystem::path> ca;
  std::optional<std::filesystem::path> certificate;  // of ours; with its key, or neither
  std::optional<std::filesystem::path> key;
};

struct CapWay {
  std::string name;
  AlarmFilter tells;
  std::filesystem::path folder;
  CapVoice voice;
};

// Names are unique among all of them. Secrets within; never shown or logged.
struct Ways {
  std::vector<WebhookWay> webhooks;
  std::vector<MailWay> mails;
  std::vector<MqttWay> brokers;
  std::vector<CapWay> caps;
};

// TOML, with at least one part of [[webhook]], [[mail]], [[mqtt]], [[cap]]; README shows each.
// `rules` are the names of the site's alarm rules. All mistakes are in `complaints`, none tells a
// secret or an address. Faults: kNotFound (also if it is no regular file), kNotPermitted, kBadWays,
// kWaysAreOpen if it is not IsPrivate.
Result<Ways> LoadWays(const std::filesystem::path& file, std::span<const std::string_view> rules,
                      std::vector<Complaint>& complaints);

// Of such a file's text; paths in it are relative to `folder`. Fault::kBadWays.
Result<Ways> ParseWays(std::string_view text, const std::filesystem::path& folder,
                       std::span<const std::string_view> rules, std::vector<Complaint>& complaints);

}  // namespace throng
