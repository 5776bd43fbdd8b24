// A program written for the released contract understands the hub of now, and the hub it.
// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>
#include <throng/v1/ingest.pb.h>
#include <throng/v1/query.pb.h>
#include <throng/v1/watch.pb.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "tests/layout/contract.h"
#include "tests/layout/planted_tree.h"

namespace throng::layout {
namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;

// Sets one field to something that is not its default, each time another; of messages, all of them.
class Filler {
 public:
  // Every field, two of each that is repeated; of each oneof the member at `choice`, or its last.
  void Fill(pb::Message& message, int choice) {
    const pb::Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const pb::OneofDescriptor* const oneof = field.real_containing_oneof();
      if (oneof != nullptr) {
        const int chosen = std::min(choice, oneof->field_count() - 1);
        if (oneof->field(chosen) != &field) continue;
      }
      Set(message, field, choice);
      if (field.is_repeated()) Set(message, field, choice);
    }
  }

 private:
  void Set(pb::Message& message, const FieldDescriptor& field, int choice) {
    const pb::Reflection& on = *message.GetReflection();
    const bool many = field.is_repeated();
    const int number = ++last_;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Fill(many ? *on.AddMessage(&message, &field) : *on.MutableMessage(&message, &field),
                    choice);
      case FieldDescriptor::CPPTYPE_ENUM: {
        const pb::EnumDescriptor& closed = *field.enum_type();
        const int value = closed.value(1 + number % (closed.value_count() - 1))->number();
        return many ? on.AddEnumValue(&message, &field, value)
                    : on.SetEnumValue(&message, &field, value);
      }
      case FieldDescriptor::CPPTYPE_STRING:
        return many ? on.AddString(&message, &field, std::to_string(number))
                    : on.SetString(&message, &field, std::to_string(number));
      case FieldDescriptor::CPPTYPE_BOOL:
        return on.SetBool(&message, &field, true);
      case FieldDescriptor::CPPTYPE_UINT32:
        return many ? on.AddUInt32(&message, &field, static_cast<unsigned>(number))
                    : on.SetUInt32(&message, &field, static_cast<unsigned>(number));
      case FieldDescriptor::CPPTYPE_UINT64:
        return on.SetUInt64(&message, &field, static_cast<unsigned>(number));
      case FieldDescriptor::CPPTYPE_INT32:
        return on.SetInt32(&message, &field, number);
      case FieldDescriptor::CPPTYPE_INT64:
        return on.SetInt64(&message, &field, -number);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return on.SetDouble(&message, &field, number + 0.5);
      case FieldDescriptor::CPPTYPE_FLOAT:
        return on.SetFloat(&message, &field, static_cast<float>(number));
    }
  }

  int last_ = 0;
};

// Whether any unknown field is in `message`, at any depth.
bool HasUnknown(const pb::Message& message) {
  const pb::Reflection& on = *message.GetReflection();
  if (!on.GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> fields;
  on.ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated() && HasUnknown(on.GetMessage(message, field))) return true;
    for (int i = 0; field->is_repeated() && i < on.FieldSize(message, field); ++i) {
      if (HasUnknown(on.GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

// The messages of now, by their full names.
class Now {
 public:
  Now(const pb::DescriptorPool& pool, pb::MessageFactory& factory)
      : pool_(pool), factory_(factory) {}
  std::unique_ptr<pb::Message> Make(const std::string& name) const {
    const pb::Descriptor* const type = pool_.FindMessageTypeByName(name);
    if (type == nullptr) return nullptr;
    return std::unique_ptr<pb::Message>(factory_.GetPrototype(type)->New());
  }

 private:
  const pb::DescriptorPool& pool_;
  pb::MessageFactory& factory_;
};

// The first message that does not come through as it was, and how; empty if all do.
std::string LostBetween(const Contract& released, const Now& now, int* const tried = nullptr) {
  pb::DynamicMessageFactory factory;
  for (const pb::Descriptor* const type : released.Parts().messages) {
    const std::string& name = type->full_name();
    for (int choice = 0; choice < 4; ++choice) {
      const std::unique_ptr<pb::Message> sent(factory.GetPrototype(type)->New());
      const std::unique_ptr<pb::Message> there = now.Make(name);
      const std::unique_ptr<pb::Message> back(factory.GetPrototype(type)->New());
      if (there == nullptr) return name + " is gone";
      Filler().Fill(*sent, choice);
      if (!there->ParseFromString(sent->SerializeAsString())) return name + " cannot be parsed";
      if (HasUnknown(*there)) return name + " has what nobody knows now";
      if (sent->DebugString() != there->DebugString()) return name + " says something else now";
      if (!back->ParseFromString(there->SerializeAsString())) return name + " cannot be read back";
      if (sent->DebugString() != back->DebugString()) return name + " comes back changed";
      // What the hub of now may say beyond that does not disturb.
      const std::unique_ptr<pb::Message> news = now.Make(name);
      Filler().Fill(*news, choice);
      if (!back->ParseFromString(news->SerializeAsString())) return name + " of now breaks it";
      if (tried != nullptr) ++*tried;
    }
  }
  return "";
}

TEST(OldClient, GoesOnWithTheClassesOfNow) {
  // So that the classes are linked.
  ASSERT_TRUE(v1::PushRequest().IsInitialized() && v1::WatchReply().IsInitialized() &&
              v1::QueryReply().IsInitialized());
  const Contract released = Contract::Read(THRONG_SOURCE_DIR "/tests/layout/released");
  const Now now(*pb::DescriptorPool::generated_pool(), *pb::MessageFactory::generated_factory());
  int tried = 0;
  EXPECT_EQ(LostBetween(released, now, &tried), "");
  EXPECT_GT(tried, 100);
}

// What is lost where the contract of now holds `text`, and the released one a count of zones.
std::string LostWith(const std::string& text) {
  const std::string head = "syntax = \"proto3\";\npackage throng.v1;\n";
  const PlantedTree before, after;
  before.Plant("throng/v1/a.proto", head + "message A { uint32 b = 1; repeated string c = 2; }");
  after.Plant("throng/v1/a.proto", head + text);
  const Contract now = Contract::Read(after.top());
  pb::DynamicMessageFactory factory;
  return LostBetween(Contract::Read(before.top()), Now(now.pool(), factory));
}

TEST(OldClient, IsSeenToLoseWhatABreakTakes) {
  EXPECT_EQ(LostWith("message A { uint32 b = 1; repeated string c = 2; }"), "");
  EXPECT_EQ(LostWith("message A { uint32 b = 1; repeated string c = 2; bool d = 3; }"), "");
  EXPECT_EQ(LostWith("message B {}"), "throng.v1.A is gone");
  EXPECT_EQ(LostWith("message A { uint32 b = 1; }"), "throng.v1.A has what nobody knows now");
  EXPECT_EQ(LostWith("message A { sint32 b = 1; repeated string c = 2; }"),
            "throng.v1.A says something else now");
  EXPECT_EQ(LostWith("message A { uint32 b = 1; string c = 2; }"),
            "throng.v1.A says something else now");
  EXPECT_EQ(LostWith("message A { uint32 b = 1; repeated A c = 2; }"),
            "throng.v1.A cannot be parsed");
}

}  // namespace
}  // namespace throng::layout
