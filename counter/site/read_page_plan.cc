// Refuses a page that others could reach without a login, or without TLS.
// SPDX-License-Identifier: Apache-2.0
#include "counter/site/read_page_plan.h"

#include <algorithm>
#include <array>

#include "counter/site/plan_text.h"
#include "counter/site/way_address.h"
#include "counter/site/wording.h"

namespace throng {
namespace {

constexpr std::size_t kEdges = 4;

class PageReader {
 public:
  PageReader(const PageHub& hub, const std::filesystem::path& folder,
             std::vector<Complaint>& complaints)
      : hub_(hub), folder_(folder), complaints_(complaints) {}

  PagePlan Read(const toml::table& table) {
    const Section section(table, {LineOf(table), "page"}, complaints_);
    section.RefuseUnknownKeys({"listen", "credentials", "ground"});
    PagePlan page{
        .listen = PlanText(section, "listen", "listen = \"0.0.0.0:8443\""),
        .credentials = PlanPath(section, "credentials", "credentials = \"page\"", folder_),
        .grounds = {}};
    CheckListen(section, page);
    if (table.get("ground") != nullptr) {
      ReadPlaces(table, "ground", complaints_,
                 [&](const Section& ground) { page.grounds.push_back(ReadGround(ground)); });
    }
    return page;
  }

 private:
  void CheckListen(const Section& section, PagePlan& page) {
    const toml::node* const listen = section.Find("listen");
    if (listen == nullptr || page.listen.empty()) return;
    const std::optional<WayAddress> at = ParseHostPort(page.listen);
    if (!at) {
      section.Refuse(*listen, "listen",
                     "this is no host with its port; write it like: 127.0.0.1:8080, or "
                     "0.0.0.0:8443 for all the network");
      return;
    }
    if (IsLoopback(at->host)) return;
    if (!page.credentials) page.credentials = hub_.credentials;
    if (!page.credentials) {
      section.Refuse(*listen, "listen",
                     "without credentials, the page may listen only on this machine (127.0.0.1); "
                     "name a folder with certificate.pem and key.pem: credentials = \"page\"");
    }
    if (!hub_.has_tokens) {
      section.Refuse(*listen, "listen",
                     "whoever opens the page from elsewhere has to log in with a token; write "
                     "tokens = \"tokens.toml\" below [hub], and make one with throng cert token");
    }
  }

  PageGround ReadGround(const Section& section) {
    section.RefuseUnknownKeys({"site", "drawing", "edges"});
    PageGround ground{.site = folder_ / PlanText(section, "site", "site = \"station.toml\""),
                      .drawing = {}};
    const toml::node* const drawing = section.Find("drawing");
    const toml::node* const edges = section.Find("edges");
    if (drawing == nullptr && edges == nullptr) return ground;
    constexpr std::string_view kExample = "drawing = \"station.svg\"";
    const std::string file = PlanText(section, "drawing", kExample);
    const std::optional<std::array<double, kEdges>> metres = EdgesIn(section);
    if (file.empty() || !metres) return ground;
    constexpr std::array<std::string_view, 5> kKinds{".png", ".jpg", ".jpeg", ".svg", ".webp"};
    if (std::ranges::find(kKinds, std::filesystem::path(file).extension()) == kKinds.end()) {
      section.Refuse(*drawing, "drawing", "the page shows .png, .jpg, .svg and .webp");
    }
    ground.drawing = PageDrawing{.file = folder_ / file,
                                 .left = (*metres)[0],
                                 .bottom = (*metres)[1],
                                 .right = (*metres)[2],
                                 .top = (*metres)[3]};
    return ground;
  }

  static std::optional<std::array<double, kEdges>> EdgesIn(const Section& section) {
    constexpr std::string_view kExample = "edges = [0, 0, 100, 26]";
    const toml::node* const node = section.Need("edges", kExample);
    if (node == nullptr) return std::nullopt;
    std::array<double, kEdges> edges{};
    const toml::array* const list = node->as_array();
    bool fits = list != nullptr && list->size() == kEdges;
    for (std::size_t i = 0; fits && i < kEdges; ++i) {
      const std::optional<double> metres = NumberIn(*list->get(i));
      fits = metres && *metres >= -1e6 && *metres <= 1e6;
      if (fits) edges[i] = *metres;
    }
    if (fits && edges[0] < edges[2] && edges[1] < edges[3]) return edges;
    section.Refuse(*node, "edges",
                   "write left, bottom, right and top of the drawing, in metres of the site file, "
                   "like: " +
                       std::string(kExample));
    return std::nullopt;
  }

  const PageHub& hub_;
  const std::filesystem::path& folder_;
  std::vector<Complaint>& complaints_;
};

}  // namespace

PagePlan ReadPagePlan(const toml::table& page, const PageHub& hub,
                      const std::filesystem::path& folder, std::vector<Complaint>& complaints) {
  return PageReader(hub, folder, complaints).Read(page);
}

}  // namespace throng
