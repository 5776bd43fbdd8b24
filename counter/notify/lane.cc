// A thread, and what goes to it and comes from it.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/lane.h"

#include <pthread.h>
#include <signal.h>

#include <iterator>
#include <utility>

namespace throng {
namespace {

// While it lives, no signal comes to this thread, nor to those that it starts: they are the main
// thread's matter, and a connection that breaks is no reason to die.
class NoSignals {
 public:
  NoSignals() {
    sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~NoSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  NoSignals(const NoSignals&) = delete;
  NoSignals& operator=(const NoSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

Lane::Lane(std::unique_ptr<Sender> sender, const Clock& clock)
    : sender_(std::move(sender)), clock_(clock) {
  const NoSignals in_the_new_thread;
  thread_ = std::thread([this] { Run(); });
}

Lane::~Lane() {
  Stop();
  thread_.join();
}

void Lane::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
}

void Lane::Hand(std::vector<Delivery> deliveries) {
  {
    const std::lock_guard lock(mutex_);
    COUNTER_CHECK(!IsSending());
    std::move(deliveries.begin(), deliveries.end(), std::back_inserter(to_send_));
  }
  changed_.notify_all();
}

bool Lane::IsIdle() const {
  const std::lock_guard lock(mutex_);
  return !IsSending() && tried_.empty();
}

std::vector<Lane::Tried> Lane::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(tried_, {});
}

void Lane::WaitUntilSent(Duration most) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, most, [this] { return !IsSending(); });
}

void Lane::Run() {
  sender_->Begin();
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stop_ || !to_send_.empty(); });
    if (stop_) return;
    Tried next{.delivery = std::move(to_send_.front()), .reply = {}};
    to_send_.pop_front();
    is_sending_ = true;
    lock.unlock();
    next.reply = sender_->Send(next.delivery, clock_.Now(), stop_);
    lock.lock();
    is_sending_ = false;
    if (next.reply.verdict == Reply::Verdict::kDown) to_send_.clear();
    tried_.push_back(std::move(next));
    changed_.notify_all();
  }
}

}  // namespace throng
