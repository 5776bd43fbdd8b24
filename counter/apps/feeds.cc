// Opens what the eyes read: files, pipes, a model; and finds the login of each live camera.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <system_error>
#include <utility>

#include "counter/apps/command.h"
#include "counter/site/address.h"
#include "counter/site/logins.h"

namespace throng {
namespace {

// "CAMERA=VIDEO" names its camera; a plain VIDEO is for the only camera there is.
std::optional<std::size_t> CameraOf(const Site& site, std::string& source) {
  for (std::size_t i = 0; i < site.cameras.size(); ++i) {
    const std::string prefix = site.cameras[i].name + "=";
    if (!source.starts_with(prefix)) continue;
    source.erase(0, prefix.size());
    return i;
  }
  if (site.cameras.size() == 1) return 0;
  return std::nullopt;
}

// What looks like an address with a login in it is not shown.
std::string Shown(const std::string& source) {
  const bool tells =
      source.find(":/") != std::string::npos && source.find('@') != std::string::npos;
  return tells ? "(an address with a login in it)" : source;
}

// One for each camera: "-", an address, or a path.
Result<std::vector<std::string>> NamesOrTell(const Site& site, const FeedChoice& choice) {
  std::vector<std::string> names;
  for (const SiteCamera& camera : site.cameras) {
    const bool is_file = camera.source != "-" && !IsCameraAddress(camera.source);
    names.push_back(is_file ? (choice.site_file.parent_path() / camera.source).string()
                            : camera.source);
  }
  for (std::string source : choice.sources) {
    const std::optional<std::size_t> camera = CameraOf(site, source);
    if (!camera) {
      fmt::print(
          stderr,
          "throng: --source {}: the site has {} cameras; write CAMERA=VIDEO with one of: {}\n",
          Shown(source), site.cameras.size(), CameraNames(site));
      return Fault::kSiteMistakes;
    }
    names[*camera] = source;
  }
  return names;
}

// At CameraIndex.
Result<std::vector<std::optional<Login>>> LoginsOrTell(const Site& site, const FeedChoice& choice) {
  const Path usual = choice.site_file.parent_path() / "logins.toml";
  std::error_code unknown;
  if (!choice.logins && !std::filesystem::exists(usual, unknown)) {
    return std::vector<std::optional<Login>>(site.cameras.size());
  }
  const Path file = choice.logins.value_or(usual);
  std::vector<Complaint> complaints;
  Result<std::vector<std::optional<Login>>> logins = LoadLogins(file, site, complaints);
  TellComplaints(file.string(), complaints);
  if (!logins) Tell(file.string(), logins.error());
  return logins;
}

}  // namespace

Result<Feeds> OpenFeedsOrTell(const Site& site, const FeedChoice& choice) {
  Result<std::vector<std::string>> names = NamesOrTell(site, choice);
  if (!names) return names.error();
  std::vector<std::optional<Login>> logins(site.cameras.size());
  const auto may_want_login = [](const std::string& name) {
    return IsCameraAddress(name) && !IsDevice(name);
  };
  if (std::ranges::any_of(*names, may_want_login)) {
    Result<std::vector<std::optional<Login>>> known = LoginsOrTell(site, choice);
    if (!known) return Fault::kSiteMistakes;
    logins = *std::move(known);
  }
  Feeds feeds;
  for (std::size_t i = 0; i < names->size(); ++i) {
    const std::string& name = (*names)[i];
    feeds.sources.emplace_back();
    feeds.live.emplace_back();
    if (IsCameraAddress(name)) {
      Result<CameraAddress> address = ParseCameraAddress(name);
      if (!address) {
        Tell(fmt::format("camera \"{}\"", site.cameras[i].name), address.error());
        return Fault::kSiteMistakes;
      }
      feeds.live.back() = LiveFeed{.address = *std::move(address), .login = std::move(logins[i])};
      continue;
    }
    Result<OpenedSource> source = OpenSource(name);
    if (!source) {
      Tell(Shown(name), source.error());
      return source.error();
    }
    feeds.sources.back() = *std::move(source);
  }
  feeds.names = *std::move(names);
  if (choice.model.model == Model::kOnnx) {
    Result<Descriptor> file = OpenModel(choice.model.file);
    if (!file) {
      Tell(choice.model.file.string(), file.error());
      return file.error();
    }
    feeds.model = *std::move(file);
  }
  return feeds;
}

}  // namespace throng
