// Looks at each message, field, enum and call of the contract.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/contract_rules.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <array>
#include <regex>
#include <string>
#include <string_view>

namespace throng::layout {
namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;
using std::string_view_literals::operator""sv;

constexpr std::string_view kPackage = "throng.v1";

// The only text: names that an operator gave, rules and roles, and a sentence for people.
constexpr std::array kTexts = {"AcknowledgeAlarm.by_role"sv,
                               "AcknowledgeRequest.site"sv,
                               "AlarmEvent.by_role"sv,
                               "AlarmEvent.place"sv,
                               "AlarmEvent.reason"sv,
                               "AlarmEvent.rule"sv,
                               "Group.capacity_rule"sv,
                               "Group.name"sv,
                               "ListAlarmsRequest.site"sv,
                               "QueryReply.zones"sv,
                               "QueryRequest.site"sv,
                               "QueryRequest.zones"sv,
                               "Site.name"sv,
                               "Situation.place"sv,
                               "WatchReply.site"sv,
                               "WatchRequest.places"sv,
                               "WatchRequest.sites"sv,
                               "Zone.capacity_rule"sv,
                               "Zone.name"sv};

// Numbers that have no unit: positions, order, how many messages; and parts of a unit's message.
constexpr std::array kBare = {"AcknowledgeAlarm.alarm"sv,
                              "AcknowledgeRequest.alarm"sv,
                              "AlarmEvent.alarm"sv,
                              "AlarmEvent.sequence"sv,
                              "Batch.number"sv,
                              "BatchDone.known"sv,
                              "BatchDone.number"sv,
                              "BatchDone.refused"sv,
                              "BatchDone.written"sv,
                              "Count.high"sv,
                              "Count.low"sv,
                              "Group.zones"sv,
                              "Hello.ledger"sv,
                              "Range.expected"sv,
                              "Range.high"sv,
                              "Range.low"sv,
                              "Row.zone"sv,
                              "WatchReply.missed"sv,
                              "ZoneWindow.zone"sv};

// Words that could stand for a person, or for what is made of one. `persons` is how many.
const std::regex kIdentity(
    "[ug]?u?ids?|reids?|track(s|ed|er|ers|ing|lets?)?|traject.*|path|box(es)?|bbox(es)?|blobs?|"
    "embeddings?|features?|vectors?|descriptors?|hash(es)?|keys?|tokens?|cookies?|sessions?|"
    "fingerprints?|biometrics?|gaits?|faces?|facial|bod(y|ies)|heads?|skin|gender|sex|age|ethnic.*|"
    "images?|pictures?|photos?|frames?|pixels?|crops?|thumbnails?|video|jpe?g|png|cameras?|"
    "person|people|human|humans|visitors?|individuals?|users?|devices?|phones?|imei|imsi|mac|ip|"
    "address(es)?|e?mails?|latitude|longitude");

const std::regex kUnit("(.*_)?(ns|ms|s|minutes|m2|percent|persons|per_m2|per_minute)");

// "newest_ns" or "SiteState" or "BAND_CLEAR" as words in small letters.
std::vector<std::string> WordsOf(std::string_view name) {
  std::vector<std::string> words(1);
  bool was_small = false;
  for (const char c : name) {
    const bool is_large = c >= 'A' && c <= 'Z';
    if (c == '_' || (is_large && was_small)) words.emplace_back();
    was_small = !is_large && c != '_';
    if (c != '_') words.back() += is_large ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return words;
}

class Judge {
 public:
  explicit Judge(std::vector<Finding>& findings) : findings_(findings) {}

  void File(const pb::FileDescriptor& file) {
    if (file.package() != kPackage) Add(file, 0, "the package of the contract is throng.v1");
    if (file.syntax() != pb::FileDescriptor::SYNTAX_PROTO3) Add(file, 0, "syntax is proto3");
    if (file.extension_count() > 0) Add(file, 0, "no extensions: they could carry anything");
    for (int i = 0; i < file.dependency_count(); ++i) {
      if (file.dependency(i)->package() == kPackage) continue;
      Add(file, 0, "imports " + file.dependency(i)->name() + ": nothing from outside the contract");
    }
  }

  void Message(const pb::Descriptor& message) {
    Name(message, message.name());
    if (message.extension_range_count() > 0 || message.extension_count() > 0) {
      Say(message, "no extensions: they could carry anything");
    }
    const bool is_explained = IsExplained(message);
    if (!is_explained && message.field_count() == 0) Say(message, "say what it is for");
    for (int i = 0; i < message.oneof_decl_count(); ++i) {
      if (!message.oneof_decl(i)->is_synthetic()) {
        Name(*message.oneof_decl(i), message.oneof_decl(i)->name());
      }
    }
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      Field(field);
      if (!is_explained && !IsExplained(field)) Say(field, "a comment: what, unit, range");
    }
  }

  void Enum(const pb::EnumDescriptor& closed) {
    Name(closed, closed.name());
    if (closed.value(0)->number() != 0 || !closed.value(0)->name().ends_with("_UNSPECIFIED")) {
      Say(closed, "begin with ..._UNSPECIFIED = 0: what was not said is no answer");
    }
    const bool is_explained = IsExplained(closed);
    for (int i = 0; i < closed.value_count(); ++i) {
      const pb::EnumValueDescriptor& value = *closed.value(i);
      Name(value, value.name());
      if (!is_explained && i > 0 && !IsExplained(value)) Say(value, "a comment: what it means");
    }
  }

  void Service(const pb::ServiceDescriptor& service) {
    Name(service, service.name());
    if (!IsExplained(service)) Say(service, "a comment: who may call it");
    for (int i = 0; i < service.method_count(); ++i) {
      Name(*service.method(i), service.method(i)->name());
      if (!IsExplained(*service.method(i))) Say(*service.method(i), "a comment: what it does");
    }
  }

 private:
  void Field(const FieldDescriptor& field) {
    Name(field, field.name());
    const std::string name = ShortName(field.full_name());
    switch (field.type()) {
      case FieldDescriptor::TYPE_BYTES:
        return Say(field, "no bytes: they could carry anything");
      case FieldDescriptor::TYPE_STRING:
        if (std::ranges::count(kTexts, name)) return;
        return Say(field, "no text but that on the closed list in contract_rules.cc");
      case FieldDescriptor::TYPE_GROUP:
        return Say(field, "no groups");
      case FieldDescriptor::TYPE_BOOL:
        return;
      case FieldDescriptor::TYPE_ENUM:
        if (field.enum_type()->file()->package() != kPackage) Say(field, "no type from elsewhere");
        return;
      case FieldDescriptor::TYPE_MESSAGE:
        if (field.is_map()) return Say(field, "no map: its keys could be anything");
        if (field.message_type()->file()->package() != kPackage) {
          return Say(field,
                     "no type from elsewhere: Any, Struct and the like could carry anything");
        }
        if (field.message_type()->name() != "Range") return;
        break;
      default:  // a number
        break;
    }
    if (std::regex_match(field.name(), kUnit) || std::ranges::count(kBare, name)) return;
    Say(field, "end the name in its unit, or list it in contract_rules.cc as one without");
  }

  template <class Part>
  void Name(const Part& part, std::string_view name) {
    for (const std::string& word : WordsOf(name)) {
      if (!std::regex_match(word, kIdentity)) continue;
      Say(part, "the word '" + word + "' could stand for a person");
    }
  }

  template <class Part>
  static bool IsExplained(const Part& part) {
    pb::SourceLocation at;
    return part.GetSourceLocation(&at) &&
           !(at.leading_comments.empty() && at.trailing_comments.empty());
  }

  template <class Part>
  void Say(const Part& part, const std::string& cure) {
    pb::SourceLocation at;
    const int line = part.GetSourceLocation(&at) ? at.start_line + 1 : 0;
    Add(FileOf(part), line, ShortName(part.full_name()) + ": " + cure);
  }
  void Add(const pb::FileDescriptor& file, int line, std::string text) {
    findings_.push_back({file.name(), line, std::move(text)});
  }

  static const pb::FileDescriptor& FileOf(const pb::EnumValueDescriptor& value) {
    return *value.type()->file();
  }
  static const pb::FileDescriptor& FileOf(const pb::MethodDescriptor& call) {
    return *call.service()->file();
  }
  static const pb::FileDescriptor& FileOf(const pb::OneofDescriptor& oneof) {
    return *oneof.containing_type()->file();
  }
  template <class Part>
  static const pb::FileDescriptor& FileOf(const Part& part) {
    return *part.file();
  }

  std::vector<Finding>& findings_;
};

}  // namespace

std::vector<Finding> CheckContract(const Contract& contract) {
  std::vector<Finding> findings;
  Judge judge(findings);
  const ContractParts parts = contract.Parts();
  for (const pb::FileDescriptor* const file : contract.files()) judge.File(*file);
  for (const pb::Descriptor* const message : parts.messages) judge.Message(*message);
  for (const pb::EnumDescriptor* const closed : parts.enums) judge.Enum(*closed);
  for (const pb::ServiceDescriptor* const service : parts.services) judge.Service(*service);
  return findings;
}

}  // namespace throng::layout
