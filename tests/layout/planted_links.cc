// Planted: links OpenCV, SQLite, libcurl, libmosquitto, gRPC and protobuf; has names for persons.
// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>
#include <google/protobuf/stubs/common.h>
#include <grpc/grpc.h>
#include <mosquitto.h>
#include <netdb.h>
#include <sqlite3.h>

namespace throng {

int Threads();

struct FaceTracker {
  int person_id;
  int NextEmbedding();
};

[[gnu::noinline]] int FaceTracker::NextEmbedding() { return ++person_id; }

}  // namespace throng

int main() {
  throng::FaceTracker tracker{.person_id = ::sqlite3_libversion_number()};
  if (::curl_version_info(CURLVERSION_NOW) == nullptr || ::mosquitto_lib_init() != 0) return 2;
  if (::grpc_version_string() == nullptr) return 2;
  if (google::protobuf::internal::VersionString(3021012).empty()) return 2;
  if (::getaddrinfo("", nullptr, nullptr, nullptr) == 0) return 2;
  return tracker.NextEmbedding() + throng::Threads() == 0 ? 1 : 0;
}
