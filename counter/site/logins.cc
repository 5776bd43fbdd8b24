// Reads the file of logins, which only its owner may read, and gives each camera its own.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/logins.h"

#include <string.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "counter/site/draft.h"
#include "counter/site/private_file.h"
#include "counter/site/section.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kMostLoginBytes = 128;
constexpr std::size_t kMostCameras = 1000;

struct DraftLogin {
  Place place;
  bool for_the_others;  // it names no cameras
  std::vector<Written<std::string>> cameras;
  std::optional<Written<std::string>> user;
  std::optional<Written<std::string>> password;
  bool basic = false;
};

void CheckText(const std::optional<Written<std::string>>& text, std::string_view what,
               std::vector<Complaint>& complaints) {
  if (!text) return;
  const std::string the = "the " + std::string(what);
  if (text->value.empty()) {
    AddMistake(complaints, text->place,
               the + " is empty; for a camera that wants no login, write none");
  } else if (text->value.size() > kMostLoginBytes) {
    AddMistake(complaints, text->place,
               the + " is " + std::to_string(text->value.size()) +
                   " bytes long; 128 are possible (an accented letter takes 2 or more)");
  } else if (HasControlCharacter(text->value)) {
    AddMistake(complaints, text->place,
               the + " has an invisible control character; type it anew (write \\\\ for \\)");
  }
}

DraftLogin ReadLogin(const Section& login, std::vector<Complaint>& complaints) {
  login.RefuseUnknownKeys({"cameras", "user", "password", "basic"});
  const toml::node* cameras = login.Find("cameras");
  DraftLogin draft{.place = login.place(),
                   .for_the_others = cameras == nullptr,
                   .cameras = {},
                   .user = login.Text("user", "user = \"throng\""),
                   .password = login.Text("password", "password = \"...\""),
                   .basic = false};
  if (const toml::node* basic = login.Find("basic")) {
    draft.basic = basic->value<bool>().value_or(false);
    if (!basic->is_boolean()) login.Refuse(*basic, "basic", "write basic = true or basic = false");
  }
  CheckText(draft.user, "user", complaints);
  CheckText(draft.password, "password", complaints);
  if (draft.user && draft.user->value.find(':') != std::string::npos) {
    AddMistake(complaints, draft.user->place,
               "the user has a colon, behind which a camera would read the password; give the "
               "camera a user without one");
  }
  if (cameras == nullptr) return draft;
  auto names =
      ReadList<std::string>(login, *cameras, {"cameras", "\"north\"", kMostCameras, ""},
                            [](const toml::node& name) { return name.value<std::string>(); });
  if (names && names->empty()) {
    login.Refuse(*cameras, "cameras",
                 "the list is empty; name a camera, or delete this line, and the login is for all "
                 "that no other login names");
  }
  if (names) draft.cameras = *std::move(names);
  return draft;
}

std::vector<DraftLogin> ReadDrafts(std::string_view text, std::vector<Complaint>& complaints) {
  const std::optional<toml::table> file = ParsePrivate(text, complaints);
  if (!file) return {};
  std::vector<DraftLogin> drafts;
  Section(*file, {0, "file"}, complaints).RefuseUnknownKeys({"login"});
  ReadPlaces(*file, "login", complaints,
             [&](const Section& login) { drafts.push_back(ReadLogin(login, complaints)); });
  return drafts;
}

// Which login is whose, at CameraIndex; null where there is none.
std::vector<const DraftLogin*> Assign(const std::vector<DraftLogin>& drafts, const Site& site,
                                      std::vector<Complaint>& complaints) {
  std::vector<const DraftLogin*> of_camera(site.cameras.size());
  const DraftLogin* of_the_others = nullptr;
  for (const DraftLogin& draft : drafts) {
    for (const auto& [name, place] : draft.cameras) {
      const auto camera = std::ranges::find(site.cameras, name, &SiteCamera::name);
      if (camera == site.cameras.end()) {
        std::vector<std::string_view> names;
        for (const SiteCamera& known : site.cameras) names.push_back(known.name);
        AddMistake(complaints, place,
                   "there is no camera " + Quote(name) + "; the cameras are: " + QuoteAll(names));
        continue;
      }
      const DraftLogin*& login = of_camera[static_cast<std::size_t>(camera - site.cameras.begin())];
      if (login != nullptr) {
        AddMistake(complaints, place,
                   "the camera " + Quote(name) + " is already named in the login on line " +
                       std::to_string(login->place.line) + "; name it once");
      } else {
        login = &draft;
      }
    }
    if (!draft.for_the_others) continue;
    if (of_the_others != nullptr) {
      AddMistake(complaints, draft.place,
                 "the login on line " + std::to_string(of_the_others->place.line) +
                     " names no cameras either, so both are for all the others; add a line like: "
                     "cameras = [\"north\"]");
    }
    of_the_others = &draft;
  }
  std::ranges::replace(of_camera, nullptr, of_the_others);
  return of_camera;
}

}  // namespace

Result<std::vector<std::optional<Login>>> LoadLogins(const std::filesystem::path& file,
                                                     const Site& site,
                                                     std::vector<Complaint>& complaints) {
  Result<std::string> text = ReadPrivate(file, Fault::kLoginsAreOpen);
  if (!text) return text.error();
  auto logins = ParseLogins(*text, site, complaints);
  ::explicit_bzero(text->data(), text->size());
  return logins;
}

Result<std::vector<std::optional<Login>>> ParseLogins(std::string_view text, const Site& site,
                                                      std::vector<Complaint>& complaints) {
  std::vector<Complaint> found;
  const std::vector<DraftLogin> drafts = ReadDrafts(text, found);
  const std::vector<const DraftLogin*> of_camera = Assign(drafts, site, found);
  std::ranges::stable_sort(found, {}, &Complaint::line);
  complaints.insert(complaints.end(), found.begin(), found.end());
  if (!found.empty()) return Fault::kBadLogins;
  std::vector<std::optional<Login>> logins;
  for (const DraftLogin* draft : of_camera) {
    logins.emplace_back();
    if (draft != nullptr)
      logins.back() = {draft->user->value, draft->password->value, draft->basic};
  }
  return logins;
}

}  // namespace throng
