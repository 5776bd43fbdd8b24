// One thread puts messages together and offers them to readers.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/live.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "counter/base/check.h"
#include "counter/wire/watch_part.h"

namespace throng {
namespace {

using Bytes = std::shared_ptr<const std::string>;

// Of one site, for more of which no reader waits: then readers are told the present state.
constexpr std::ptrdiff_t kMostQueued = 4;

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::ranges::binary_search(names, name);
}

// Nothing if nothing of it is asked for.
Bytes Join(const std::string& site, const std::vector<Told>& told, const WatchFilter& filter) {
  std::string bytes = SitePart(site);
  bool has_any = false;
  for (const Told& one : told) {
    if (!one.place.empty() && !Has(filter.places, one.place)) continue;
    bytes += one.bytes;
    has_any = true;
  }
  return has_any ? std::make_shared<const std::string>(std::move(bytes)) : nullptr;
}

}  // namespace

// Those who watch the same.
struct Live::Group {
  Group(const Sites& of, WatchFilter watched) : sites(of), filter(std::move(watched)) {}

  const Sites& sites;
  WatchFilter filter;
  std::vector<std::shared_ptr<Subscriber>> subscribers;  // GUARDED_BY Live::mutex_

  struct Full {
    std::uint64_t sequence = 0;
    Bytes bytes;
  };
  std::mutex mutex;
  std::unordered_map<std::int64_t, Full> full;  // by site. GUARDED_BY mutex

  // A site as it is now; without bytes if none of its places is asked for.
  Full FullOf(std::int64_t site) {
    const std::scoped_lock lock(mutex);
    Full& kept = full[site];
    if (kept.sequence == sites.SequenceOf(site)) return kept;
    const std::optional<Sites::Present> present = sites.Now(site);
    if (!present) return {};
    const bool asked = HasAskedPlace(*present);
    kept.sequence = present->sequence;
    kept.bytes = asked ? Join(present->name, present->told, filter) : nullptr;
    return kept;
  }

  bool HasAskedPlace(const Sites::Present& present) const {
    return filter.places.empty() ||
           std::ranges::any_of(present.places, [this](const std::string& place) {
             return Has(filter.places, place);
           });
  }

  Bytes MessageOf(const HubNews& news) {
    if (news.told.empty()) return FullOf(news.site).bytes;
    const bool is_of_a_place =
        std::ranges::any_of(news.told, [](const Told& told) { return !told.place.empty(); });
    // Whether its edge is there concerns who asked for a place of the site.
    if (!filter.places.empty() && !is_of_a_place && !FullOf(news.site).bytes) return nullptr;
    return Join(news.name, news.told, filter);
  }
};

struct Live::Subscriber {
  // What waits for one site, or was told of it.
  struct Waiting {
    bool is_queued = false;
    bool is_full = false;   // the present state is to be told, not `news`
    bool is_first = false;  // nothing can have been missed before
    Bytes news = {};
    std::uint32_t missed = 0;
    std::uint64_t told_until = 0;  // in full; news up to it are no news
  };

  std::mutex mutex;
  LiveReader* reader;  // null once it is gone; GUARDED_BY mutex, as all below
  const std::shared_ptr<Group> group;
  bool is_busy = false;
  std::deque<std::int64_t> order;
  std::unordered_map<std::int64_t, Waiting> sites;

  Subscriber(LiveReader& whom, std::shared_ptr<Group> of) : reader(&whom), group(std::move(of)) {}
};

Live::Live(std::size_t most_readers) : most_readers_(most_readers) {}

Live::~Live() {
  {
    const std::scoped_lock lock(queue_mutex_);
    is_ending_ = true;
  }
  queue_changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Live::Begin(const Sites& sites) {
  COUNTER_CHECK(sites_ == nullptr);
  sites_ = &sites;
  thread_ = std::thread([this] { Deliver(); });
}

void Live::Tell(HubNews news) {
  {
    const std::scoped_lock lock(queue_mutex_);
    const auto of_site = [&news](const Queued& queued) { return queued.news.site == news.site; };
    if (std::ranges::count_if(queue_, of_site) < kMostQueued) {
      queue_.push_back({.news = std::move(news), .skipped = 0});
    } else {
      const auto last = std::find_if(queue_.rbegin(), queue_.rend(), of_site);
      ++last->skipped;
      last->news.sequence = news.sequence;
      last->news.told.clear();
    }
  }
  queue_changed_.notify_one();
}

Live::Answer Live::Add(LiveReader& reader, WatchFilter filter) {
  std::vector<SiteView> sites = sites_->List();
  const auto is_known = [&sites](const std::string& name) {
    return std::ranges::any_of(sites, [&](const SiteView& s) { return s.facts.name == name; });
  };
  if (!std::ranges::all_of(filter.sites, is_known)) return Answer::kNoSuchPlace;
  const auto has_place = [&](const std::string& place) {
    return sites_->HasPlace(filter.sites, place);
  };
  if (!std::ranges::all_of(filter.places, has_place)) return Answer::kNoSuchPlace;
  std::erase_if(sites, [&](const SiteView& s) { return !Has(filter.sites, s.facts.name); });

  std::shared_ptr<Subscriber> added;
  {
    const std::scoped_lock lock(mutex_);
    if (readers_.size() >= most_readers_) return Answer::kTooMany;
    std::shared_ptr<Group>& group = groups_[filter];
    if (!group) group = std::make_shared<Group>(*sites_, std::move(filter));
    added = std::make_shared<Subscriber>(reader, group);
    for (const SiteView& site : sites) {
      added->order.push_back(site.number);
      added->sites[site.number] = {.is_queued = true, .is_full = true, .is_first = true};
    }
    group->subscribers.push_back(added);
    readers_.emplace(&reader, added);
  }
  const std::scoped_lock lock(added->mutex);
  if (!added->is_busy) SendNext(*added);
  return Answer::kAdded;
}

std::shared_ptr<Live::Subscriber> Live::Find(LiveReader& reader) {
  const std::scoped_lock lock(mutex_);
  const auto found = readers_.find(&reader);
  return found == readers_.end() ? nullptr : found->second;
}

void Live::Ready(LiveReader& reader) {
  const std::shared_ptr<Subscriber> subscriber = Find(reader);
  if (!subscriber) return;
  const std::scoped_lock lock(subscriber->mutex);
  subscriber->is_busy = false;
  SendNext(*subscriber);
}

void Live::Remove(LiveReader& reader) {
  std::shared_ptr<Subscriber> removed;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = readers_.find(&reader);
    if (found == readers_.end()) return;
    removed = found->second;
    readers_.erase(found);
    Group& group = *removed->group;
    std::erase(group.subscribers, removed);
    if (group.subscribers.empty()) groups_.erase(group.filter);
  }
  const std::scoped_lock lock(removed->mutex);
  removed->reader = nullptr;
}

std::size_t Live::Readers() const {
  const std::scoped_lock lock(mutex_);
  return readers_.size();
}

void Live::Deliver() {
  std::unique_lock lock(queue_mutex_);
  while (true) {
    queue_changed_.wait(lock, [this] { return is_ending_ || !queue_.empty(); });
    if (is_ending_) return;
    const Queued queued = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    DeliverOne(queued);
    lock.lock();
  }
}

void Live::DeliverOne(const Queued& queued) {
  struct Round {
    std::shared_ptr<Group> group;
    std::vector<std::shared_ptr<Subscriber>> to;
  };
  std::vector<Round> rounds;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [filter, group] : groups_) {
      if (Has(filter.sites, queued.news.name)) rounds.push_back({group, group->subscribers});
    }
  }
  for (const Round& round : rounds) {
    const Bytes all = round.group->MessageOf(queued.news);
    if (!all) continue;  // nothing that they ask for
    for (const std::shared_ptr<Subscriber>& subscriber : round.to) Offer(*subscriber, queued, all);
  }
}

void Live::Offer(Subscriber& to, const Queued& queued, const Bytes& all) {
  const std::scoped_lock lock(to.mutex);
  if (to.reader == nullptr) return;
  Subscriber::Waiting& waiting = to.sites[queued.news.site];
  if (queued.news.sequence <= waiting.told_until || waiting.is_first) return;
  if (waiting.is_queued) {
    waiting.missed += queued.skipped + (waiting.is_full ? 1 : 2);  // it, and what waited so far
    waiting.is_full = true;
    waiting.news.reset();
    return;
  }
  waiting = {.is_queued = true, .is_full = queued.news.told.empty(), .news = all};
  waiting.missed = queued.skipped > 0 ? queued.skipped + 1 : 0;
  to.order.push_back(queued.news.site);
  if (!to.is_busy) SendNext(to);
}

// Under the lock of `to`.
void Live::SendNext(Subscriber& to) {
  while (to.reader != nullptr && !to.order.empty()) {
    const std::int64_t site = to.order.front();
    to.order.pop_front();
    Subscriber::Waiting& waiting = to.sites[site];
    LiveMessage message{.all = std::move(waiting.news), .one = {}};
    if (waiting.is_full) {
      const Group::Full full = to.group->FullOf(site);
      message = {.all = full.bytes,
                 .one = waiting.missed > 0 ? MissedPart(waiting.missed) : std::string()};
      waiting = {.told_until = full.sequence};
    } else {
      to.sites.erase(site);
    }
    if (!message.all) continue;
    to.is_busy = true;
    to.reader->Take(std::move(message));
    return;
  }
}

}  // namespace throng
