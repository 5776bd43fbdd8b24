// A public contract, .proto files in a folder, as protoc understands it, comments included.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/descriptor.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace throng::layout {

// All that a contract declares, what is nested included.
struct ContractParts {
  std::vector<const google::protobuf::Descriptor*> messages;
  std::vector<const google::protobuf::EnumDescriptor*> enums;
  std::vector<const google::protobuf::ServiceDescriptor*> services;
};

class Contract {
 public:
  // Every .proto file below `folder`. Aborts, and protoc says why, where it refuses one.
  static Contract Read(const std::filesystem::path& folder);

  // By their path from the folder, sorted.
  const std::vector<const google::protobuf::FileDescriptor*>& files() const { return files_; }
  ContractParts Parts() const;
  const google::protobuf::DescriptorPool& pool() const { return *pool_; }

 private:
  std::unique_ptr<google::protobuf::DescriptorPool> pool_;  // owns what `files_` points to
  std::vector<const google::protobuf::FileDescriptor*> files_;
};

// One line for each message, field, enum value and call, as they stand:
// "Batch.windows = 2 repeated ZoneWindow", "Ingest.Push(stream PushRequest) stream PushReply".
std::vector<std::string> LinesOf(const Contract& contract);

// "repeated ZoneWindow", "optional uint32", "string": what a field is, without its package.
std::string KindOf(const google::protobuf::FieldDescriptor& field);

// "Batch.windows": without the package.
std::string ShortName(const std::string& full_name);

}  // namespace throng::layout
