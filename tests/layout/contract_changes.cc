// Looks up each released message, field, value, call and reserved number in the contract of now.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/contract_changes.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <string>

namespace throng::layout {
namespace {

namespace pb = google::protobuf;

template <class Part>
const Part* Find(const std::vector<const Part*>& parts, const std::string& full_name) {
  const auto at = std::ranges::find(parts, full_name, &Part::full_name);
  return at == parts.end() ? nullptr : *at;
}

class Comparison {
 public:
  Comparison(const Contract& released, const Contract& now)
      : released_(released.Parts()), now_(now.Parts()) {}

  std::vector<Finding> Run() {
    for (const pb::Descriptor* const message : released_.messages) {
      const pb::Descriptor* const now = Find(now_.messages, message->full_name());
      if (now == nullptr) {
        Say(*message->file(), message->full_name(), "the message is gone");
      } else {
        Message(*message, *now);
      }
    }
    for (const pb::EnumDescriptor* const closed : released_.enums) {
      const pb::EnumDescriptor* const now = Find(now_.enums, closed->full_name());
      if (now == nullptr) {
        Say(*closed->file(), closed->full_name(), "the enum is gone");
      } else {
        Enum(*closed, *now);
      }
    }
    for (const pb::ServiceDescriptor* const service : released_.services) {
      const pb::ServiceDescriptor* const now = Find(now_.services, service->full_name());
      if (now == nullptr) {
        Say(*service->file(), service->full_name(), "the service is gone");
      } else {
        Service(*service, *now);
      }
    }
    return std::move(findings_);
  }

 private:
  void Message(const pb::Descriptor& released, const pb::Descriptor& now) {
    for (int i = 0; i < released.field_count(); ++i) {
      const pb::FieldDescriptor& field = *released.field(i);
      const auto say = [&](const std::string& text) {
        Say(*released.file(), field.full_name(), text);
      };
      const pb::FieldDescriptor* const same = now.FindFieldByNumber(field.number());
      const pb::FieldDescriptor* const named = now.FindFieldByName(field.name());
      if (same == nullptr && named == nullptr) {
        say("the field is gone; keep it, and say in its comment that nobody fills it any more");
      } else if (named != nullptr && named->number() != field.number()) {
        say("its number was " + std::to_string(field.number()) + ", and is now " +
            std::to_string(named->number()));
      } else if (same->name() != field.name()) {
        say("its name is now " + same->name());
      } else if (KindOf(*same) != KindOf(field)) {
        say("it was " + KindOf(field) + ", and is now " + KindOf(*same));
      }
    }
    for (int i = 0; i < released.reserved_range_count(); ++i) {
      const pb::Descriptor::ReservedRange& range = *released.reserved_range(i);
      for (int number = range.start; number < range.end; ++number) {
        if (now.IsReservedNumber(number)) continue;
        Say(*released.file(), released.full_name(),
            "the number " + std::to_string(number) + " was reserved, and must stay so");
      }
    }
    for (int i = 0; i < released.reserved_name_count(); ++i) {
      if (now.IsReservedName(released.reserved_name(i))) continue;
      Say(*released.file(), released.full_name(),
          "the name " + released.reserved_name(i) + " was reserved, and must stay so");
    }
  }

  void Enum(const pb::EnumDescriptor& released, const pb::EnumDescriptor& now) {
    for (int i = 0; i < released.value_count(); ++i) {
      const pb::EnumValueDescriptor& value = *released.value(i);
      const pb::EnumValueDescriptor* const named = now.FindValueByName(value.name());
      if (named == nullptr) {
        Say(*released.file(), value.full_name(), "the value is gone");
      } else if (named->number() != value.number()) {
        Say(*released.file(), value.full_name(),
            "its number was " + std::to_string(value.number()) + ", and is now " +
                std::to_string(named->number()));
      }
    }
    for (int i = 0; i < released.reserved_range_count(); ++i) {
      const pb::EnumDescriptor::ReservedRange& range = *released.reserved_range(i);
      for (int number = range.start; number <= range.end; ++number) {  // here the end belongs to it
        if (now.IsReservedNumber(number)) continue;
        Say(*released.file(), released.full_name(),
            "the number " + std::to_string(number) + " was reserved, and must stay so");
      }
    }
  }

  void Service(const pb::ServiceDescriptor& released, const pb::ServiceDescriptor& now) {
    for (int i = 0; i < released.method_count(); ++i) {
      const pb::MethodDescriptor& call = *released.method(i);
      const pb::MethodDescriptor* const same = now.FindMethodByName(call.name());
      if (same == nullptr) {
        Say(*released.file(), call.full_name(), "the call is gone");
        continue;
      }
      if (same->client_streaming() != call.client_streaming() ||
          same->server_streaming() != call.server_streaming()) {
        Say(*released.file(), call.full_name(), "who streams has changed");
      }
      if (same->input_type()->full_name() != call.input_type()->full_name() ||
          same->output_type()->full_name() != call.output_type()->full_name()) {
        Say(*released.file(), call.full_name(), "it takes or answers another message");
      }
    }
  }

  void Say(const pb::FileDescriptor& file, const std::string& full_name, const std::string& text) {
    findings_.push_back({file.name(), 0, ShortName(full_name) + ": " + text});
  }

  ContractParts released_;
  ContractParts now_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> CheckChanges(const Contract& released, const Contract& now) {
  return Comparison(released, now).Run();
}

}  // namespace throng::layout
