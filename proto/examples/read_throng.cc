// Lists the sites of a hub of throng, then tells what is new there: in plain C++ and gRPC.
// SPDX-License-Identifier: Apache-2.0
//
// Debian: apt-get install g++ cmake libgrpc++-dev libprotobuf-dev protobuf-compiler-grpc
// A CMakeLists.txt for it, with the folder throng/v1 of the contract beside it:
//
//   cmake_minimum_required(VERSION 3.25)
//   project(read_throng LANGUAGES CXX)
//   find_package(Protobuf REQUIRED)
//   find_package(gRPC CONFIG REQUIRED)
//   file(GLOB contract throng/v1/*.proto)
//   add_executable(read_throng read_throng.cc ${contract})
//   target_include_directories(read_throng PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
//   target_link_libraries(read_throng PRIVATE protobuf::libprotobuf gRPC::grpc++)
//   find_program(plugin grpc_cpp_plugin REQUIRED)
//   protobuf_generate(TARGET read_throng LANGUAGE cpp IMPORT_DIRS ${CMAKE_CURRENT_SOURCE_DIR})
//   protobuf_generate(TARGET read_throng LANGUAGE grpc IMPORT_DIRS ${CMAKE_CURRENT_SOURCE_DIR}
//     PLUGIN protoc-gen-grpc=${plugin} GENERATE_EXTENSIONS .grpc.pb.h .grpc.pb.cc)
//
//   read_throng hub.example.org:7443 FOLDER      FOLDER is one that `throng cert` made for a reader
//   read_throng localhost:7443                   a hub on this machine needs none
#include <grpcpp/grpcpp.h>
#include <throng/v1/watch.grpc.pb.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>

namespace {

using namespace throng::v1;

// Empty if there is no such file.
std::string Read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<grpc::ChannelCredentials> CredentialsIn(const std::string& folder) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = Read(folder + "/authority.pem");
  tls.pem_cert_chain = Read(folder + "/certificate.pem");
  tls.pem_private_key = Read(folder + "/key.pem");
  std::string token = Read(folder + "/token");
  if (token.empty()) return grpc::SslCredentials(tls);
  token.erase(token.find_last_not_of('\n') + 1);
  return grpc::CompositeChannelCredentials(grpc::SslCredentials(tls),
                                           grpc::AccessTokenCredentials(token));
}

void Tell(const WatchReply& news) {
  for (const Situation& now : news.situations()) {
    std::cout << news.site() << ", " << now.place() << ": ";
    // Blind is not zero: then there are no persons to read.
    if (now.has_persons()) {
      std::cout << now.persons().expected() << " persons (" << now.persons().low() << " to "
                << now.persons().high() << ")"
                << (now.freshness() == FRESHNESS_STALE ? ", stale" : "") << std::endl;
    } else {
      std::cout << "nobody sees it" << std::endl;
    }
  }
  for (const AlarmEvent& event : news.events()) {
    std::cout << news.site() << ", alarm " << event.alarm() << " at " << event.place() << ": "
              << event.reason() << std::endl;
  }
}

bool MayPass(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "read_throng HUB [FOLDER]\n";
    return 2;
  }
  grpc::ChannelArguments options;  // finds a dead line while nothing is said
  options.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  options.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  const auto proof = argc > 2 ? CredentialsIn(argv[2]) : grpc::InsecureChannelCredentials();
  const auto live = Live::NewStub(grpc::CreateCustomChannel(argv[1], proof, options));

  grpc::ClientContext listing;
  listing.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  ListSitesReply sites;
  grpc::Status status = live->ListSites(&listing, {}, &sites);
  for (const SiteState& state : sites.sites()) {
    std::cout << state.site().name() << ": " << state.site().zones_size() << " zones, "
              << (state.connected() ? "connected" : "NOT CONNECTED") << std::endl;
  }
  for (int pause_s = 1; status.ok() || MayPass(status); pause_s = std::min(2 * pause_s, 15)) {
    grpc::ClientContext watching;
    const auto stream = live->Watch(&watching, {});
    WatchReply news;
    while (stream->Read(&news)) {  // the first for each site tells how it is there now
      pause_s = 1;
      Tell(news);
    }
    status = stream->Finish();
    if (status.ok() || MayPass(status)) std::this_thread::sleep_for(std::chrono::seconds(pause_s));
  }
  std::cerr << argv[1] << ": " << status.error_message() << "\n";
  return 1;
}
