// Reads the file of ways, which only its owner may read, and refuses ways that others could hear.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/ways.h"

#include <string.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "counter/site/private_file.h"
#include "counter/site/section.h"
#include "counter/site/way_address.h"
#include "counter/site/way_section.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kLeastSecretBytes = 16;
constexpr std::size_t kMostReceivers = 50;
constexpr std::uint16_t kPortOfSmtps = 465;

WebhookWay ReadWebhook(const Section& section, const WaySection& way) {
  section.RefuseUnknownKeys({"name", "rules", "kinds", "least", "url", "secret", "ca", "format",
                             "sender", "status", "language", "area"});
  WebhookWay webhook{
      .name = way.Name(),
      .tells = way.Filter(),
      .url = way.Text("url", "url = \"https://alarms.example.org/throng\"", kMostUrlBytes),
      .secret = way.Text("secret", "secret = \"...\"", kMostSecretBytes),
      .ca = way.Path("ca"),
      .cap = {}};
  if (!webhook.secret.empty() && webhook.secret.size() < kLeastSecretBytes) {
    way.Refuse("secret", "a secret that can be guessed protects nothing; write at least 16 bytes");
  }
  if (way.Choose<bool>("format", {{"json", false}, {"cap", true}})) {
    webhook.cap = way.Voice();
  } else {
    for (const std::string_view key : {"sender", "status", "language", "area"}) {
      if (way.Has(key)) way.Refuse(key, "this is only for format = \"cap\"");
    }
  }
  if (webhook.url.empty()) return webhook;
  const std::optional<WayAddress> url = ParseWayUrl(webhook.url);
  if (!url || (url->scheme != "https" && url->scheme != "http")) {
    way.Refuse("url",
               "this is no address of a web server; write it like: "
               "https://alarms.example.org/throng, without user, blanks or #");
  } else if (url->scheme == "http" && !IsNear(url->host)) {
    way.Refuse("url",
               "http:// tells the alarm to everybody on the way; write https://, or the number of "
               "a host in a private network");
  }
  return webhook;
}

MailWay ReadMail(const Section& section, const WaySection& way) {
  section.RefuseUnknownKeys({"name", "rules", "kinds", "least", "server", "from", "to", "user",
                             "password", "tls", "ca", "language"});
  MailWay mail{.name = way.Name(),
               .tells = way.Filter(),
               .host = "",
               .port = 0,
               .encrypted = way.Choose<bool>("tls", {{"required", true}, {"none", false}}),
               .at_once = false,
               .from = way.Text("from", "from = \"throng@venue.example\"", kMostMailBytes),
               .to = {},
               .login = way.Login(),
               .ca = way.Path("ca"),
               .language = way.SpokenLanguage()};
  const std::string server = way.Text("server", "server = \"smtp.example.org:587\"", kMostUrlBytes);
  if (const std::optional<WayAddress> at = ParseHostPort(server)) {
    mail.host = at->host;
    mail.port = *at->port;
    mail.at_once = mail.encrypted && mail.port == kPortOfSmtps;
    if (!mail.encrypted && !IsLoopback(at->host)) {
      way.Refuse("tls",
                 "without encryption, mail may go only to a server on this machine; delete this "
                 "line");
    }
  } else if (!server.empty()) {
    way.Refuse("server", "this is no host with its port; write it like: smtp.example.org:587");
  }
  if (!mail.from.empty() && !IsMailAddress(mail.from)) {
    way.Refuse("from", "this is no plain mail address, like: throng@venue.example");
  }
  const toml::node* to = section.Need("to", "to = [\"control@venue.example\"]");
  if (to == nullptr) return mail;
  const auto receivers =
      ReadList<std::string>(section, *to, {"to", "\"control@venue.example\"", kMostReceivers, ""},
                            [](const toml::node& node) -> std::optional<std::string> {
                              std::optional<std::string> address = node.value<std::string>();
                              if (!address || !IsMailAddress(*address)) return std::nullopt;
                              return address;
                            });
  if (receivers && receivers->empty()) way.Refuse("to", "the list is empty; name a receiver");
  if (receivers) {
    for (const auto& receiver : *receivers) mail.to.push_back(receiver.value);
  }
  return mail;
}

void CheckPrefix(const std::string& prefix, const WaySection& way) {
  const bool edges = prefix.starts_with('/') || prefix.ends_with('/') || prefix.starts_with('$');
  if (edges || prefix.find_first_of("+#") != std::string::npos) {
    way.Refuse("prefix",
               "a topic may hold no + or #, and may not start with / or $ or end with /; write it "
               "like: prefix = \"throng\"");
  }
}

MqttWay ReadMqtt(const Section& section, const WaySection& way) {
  section.RefuseUnknownKeys({"name", "rules", "kinds", "least", "broker", "prefix", "user",
                             "password", "ca", "certificate", "key"});
  constexpr std::size_t kMostPrefixBytes = 128;
  constexpr std::uint16_t kPlainPort = 1883;
  constexpr std::uint16_t kEncryptedPort = 8883;
  MqttWay mqtt{.name = way.Name(),
               .tells = way.Filter(),
               .host = "",
               .port = 0,
               .encrypted = true,
               .prefix = "throng",
               .login = way.Login(),
               .ca = way.Path("ca"),
               .certificate = way.Path("certificate"),
               .key = way.Path("key")};
  if (way.Has("prefix")) {
    mqtt.prefix = way.Text("prefix", "prefix = \"throng\"", kMostPrefixBytes);
    CheckPrefix(mqtt.prefix, way);
  }
  if (mqtt.certificate.has_value() != mqtt.key.has_value()) {
    way.Refuse(mqtt.key ? "key" : "certificate",
               "a certificate and its key go together; name both or neither");
  }
  const std::string broker =
      way.Text("broker", "broker = \"mqtts://broker.example.org:8883\"", kMostUrlBytes);
  if (broker.empty()) return mqtt;
  const std::optional<WayAddress> at = ParseWayUrl(broker);
  if (!at || (at->scheme != "mqtts" && at->scheme != "mqtt") || !at->rest.empty()) {
    way.Refuse("broker",
               "this is no address of a broker; write it like: mqtts://broker.example.org:8883, "
               "without a user or a path");
    return mqtt;
  }
  mqtt.host = at->host;
  mqtt.encrypted = at->scheme == "mqtts";
  mqtt.port = at->port.value_or(mqtt.encrypted ? kEncryptedPort : kPlainPort);
  if (!mqtt.encrypted && !IsNear(at->host)) {
    way.Refuse("broker",
               "mqtt:// tells the alarm to everybody on the way; write mqtts://, or the number of "
               "a host in a private network");
  } else if (!mqtt.encrypted && (mqtt.certificate || mqtt.ca)) {
    way.Refuse("broker", "certificates are only for mqtts://");
  }
  return mqtt;
}

CapWay ReadCap(const Section& section, const WaySection& way) {
  section.RefuseUnknownKeys(
      {"name", "rules", "kinds", "least", "folder", "sender", "status", "language", "area"});
  CapWay cap{.name = way.Name(), .tells = way.Filter(), .folder = {}, .voice = way.Voice()};
  if (section.Need("folder", "folder = \"/var/lib/throng/cap\"") != nullptr) {
    cap.folder = *way.Path("folder");
  }
  return cap;
}

// Reads what has been parsed; complains of names that stand twice.
class FileOfWays {
 public:
  FileOfWays(const toml::table& file, const std::filesystem::path& folder,
             std::span<const std::string_view> rules, std::vector<Complaint>& complaints)
      : file_(file), folder_(folder), rules_(rules), complaints_(complaints) {}

  Ways Read() {
    Section(file_, {0, "file"}, complaints_).RefuseUnknownKeys({"webhook", "mail", "mqtt", "cap"});
    Ways ways{.webhooks = ReadAll("webhook", ReadWebhook),
              .mails = ReadAll("mail", ReadMail),
              .brokers = ReadAll("mqtt", ReadMqtt),
              .caps = ReadAll("cap", ReadCap)};
    if (!has_any_) {
      AddMistake(complaints_, {0, "file"},
                 "the file names no way; add a part that starts with [[webhook]], [[mail]], "
                 "[[mqtt]] or [[cap]]");
    }
    return ways;
  }

 private:
  template <class Way>
  std::vector<Way> ReadAll(std::string_view word, Way (*read)(const Section&, const WaySection&)) {
    std::vector<Way> ways;
    if (file_.get(word) == nullptr) return ways;
    has_any_ = true;
    ReadPlaces(file_, word, complaints_, [&](const Section& section) {
      const WaySection way(section, folder_, rules_, complaints_);
      ways.push_back(read(section, way));
      CheckName(ways.back().name, section, way);
    });
    return ways;
  }

  void CheckName(const std::string& name, const Section& section, const WaySection& way) {
    if (name.empty()) return;
    const auto [earlier, is_new] = line_of_name_.emplace(name, section.place().line);
    if (is_new) return;
    way.Refuse("name", "the name " + Quote(name) + " is already that of the way on line " +
                           std::to_string(earlier->second) + "; give each its own");
  }

  const toml::table& file_;
  const std::filesystem::path& folder_;
  std::span<const std::string_view> rules_;
  std::vector<Complaint>& complaints_;
  std::map<std::string, int> line_of_name_;
  bool has_any_ = false;
};

Ways ReadText(std::string_view text, const std::filesystem::path& folder,
              std::span<const std::string_view> rules, std::vector<Complaint>& complaints) {
  const std::optional<toml::table> file = ParsePrivate(text, complaints);
  if (!file) return {};
  return FileOfWays(*file, folder, rules, complaints).Read();
}

}  // namespace

Result<Ways> LoadWays(const std::filesystem::path& file, std::span<const std::string_view> rules,
                      std::vector<Complaint>& complaints) {
  Result<std::string> text = ReadPrivate(file, Fault::kWaysAreOpen);
  if (!text) return text.error();
  Result<Ways> ways = ParseWays(*text, file.parent_path(), rules, complaints);
  ::explicit_bzero(text->data(), text->size());
  return ways;
}

Result<Ways> ParseWays(std::string_view text, const std::filesystem::path& folder,
                       std::span<const std::string_view> rules,
                       std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  Ways ways = ReadText(text, folder, rules, found);
  std::ranges::stable_sort(found, {}, &Complaint::line);
  complaints.insert(complaints.end(), found.begin(), found.end());
  if (!found.empty()) return Fault::kBadWays;
  return ways;
}

}  // namespace throng
