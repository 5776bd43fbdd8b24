// Asks protoc for the descriptors of a folder, and lists what is in them.
// SPDX-License-Identifier: Apache-2.0
#include "tests/layout/contract.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "counter/base/check.h"

namespace throng::layout {
namespace {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

// Relative to `folder`, sorted.
std::vector<std::string> ProtosIn(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".proto") continue;
    paths.push_back(entry.path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(paths);
  return paths;
}

// What is imported comes before what imports it.
pb::FileDescriptorSet AskProtoc(const fs::path& folder, const std::vector<std::string>& paths) {
  std::string command = std::string(THRONG_PROTOC) + " --include_source_info --include_imports" +
                        " --descriptor_set_out=/dev/stdout -I '" + folder.string() + "'";
  for (const std::string& path : paths) command += " '" + path + "'";
  FILE* const protoc = ::popen(command.c_str(), "r");
  COUNTER_CHECK(protoc != nullptr);
  std::string answer;
  std::array<char, 4096> some{};
  while (const std::size_t got = std::fread(some.data(), 1, some.size(), protoc)) {
    answer.append(some.data(), got);
  }
  COUNTER_CHECK(::pclose(protoc) == 0);
  pb::FileDescriptorSet set;
  COUNTER_CHECK(set.ParseFromString(answer));
  return set;
}

void AddMessage(const pb::Descriptor& message, ContractParts& parts) {
  parts.messages.push_back(&message);
  for (int i = 0; i < message.enum_type_count(); ++i) parts.enums.push_back(message.enum_type(i));
  for (int i = 0; i < message.nested_type_count(); ++i) AddMessage(*message.nested_type(i), parts);
}

std::string Streamed(bool streams, const pb::Descriptor& message) {
  return (streams ? "stream " : "") + ShortName(message.full_name());
}

}  // namespace

Contract Contract::Read(const fs::path& folder) {
  const std::vector<std::string> paths = ProtosIn(folder);
  COUNTER_CHECK(!paths.empty());
  Contract contract;
  contract.pool_ = std::make_unique<pb::DescriptorPool>();
  const pb::FileDescriptorSet set = AskProtoc(folder, paths);
  for (const pb::FileDescriptorProto& file : set.file()) {
    COUNTER_CHECK(contract.pool_->BuildFile(file) != nullptr);
  }
  for (const std::string& path : paths) {
    contract.files_.push_back(contract.pool_->FindFileByName(path));
  }
  return contract;
}

ContractParts Contract::Parts() const {
  ContractParts parts;
  for (const pb::FileDescriptor* const file : files_) {
    for (int i = 0; i < file->message_type_count(); ++i) AddMessage(*file->message_type(i), parts);
    for (int i = 0; i < file->enum_type_count(); ++i) parts.enums.push_back(file->enum_type(i));
    for (int i = 0; i < file->service_count(); ++i) parts.services.push_back(file->service(i));
  }
  return parts;
}

std::string ShortName(const std::string& full_name) {
  const std::string package = "throng.v1.";
  return full_name.starts_with(package) ? full_name.substr(package.size()) : full_name;
}

std::string KindOf(const pb::FieldDescriptor& field) {
  std::string kind;
  if (field.is_repeated()) kind = "repeated ";
  if (field.has_optional_keyword()) kind = "optional ";
  if (const pb::OneofDescriptor* const oneof = field.real_containing_oneof()) {
    kind = "oneof " + oneof->name() + " ";
  }
  if (const pb::Descriptor* const message = field.message_type()) {
    return kind + ShortName(message->full_name());
  }
  if (const pb::EnumDescriptor* const closed = field.enum_type()) {
    return kind + ShortName(closed->full_name());
  }
  return kind + field.type_name();
}

std::vector<std::string> LinesOf(const Contract& contract) {
  const ContractParts parts = contract.Parts();
  std::vector<std::string> lines;
  for (const pb::Descriptor* const message : parts.messages) {
    const std::string name = ShortName(message->full_name());
    if (message->field_count() == 0) lines.push_back(name);
    for (int i = 0; i < message->field_count(); ++i) {
      const pb::FieldDescriptor& field = *message->field(i);
      lines.push_back(name + "." + field.name() + " = " + std::to_string(field.number()) + " " +
                      KindOf(field));
    }
  }
  for (const pb::EnumDescriptor* const closed : parts.enums) {
    for (int i = 0; i < closed->value_count(); ++i) {
      const pb::EnumValueDescriptor& value = *closed->value(i);
      lines.push_back(ShortName(closed->full_name()) + "." + value.name() + " = " +
                      std::to_string(value.number()));
    }
  }
  for (const pb::ServiceDescriptor* const service : parts.services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const pb::MethodDescriptor& call = *service->method(i);
      lines.push_back(service->name() + "." + call.name() + "(" +
                      Streamed(call.client_streaming(), *call.input_type()) + ") " +
                      Streamed(call.server_streaming(), *call.output_type()));
    }
  }
  return lines;
}

}  // namespace throng::layout
