// An acknowledgement is durable before it is answered, and told to the edge.
// SPDX-License-Identifier: Apache-2.0
#include "counter/hub/alarms_service.h"

#include <grpcpp/grpcpp.h>
#include <throng/v1/query.grpc.pb.h>

#include <optional>
#include <string>

#include "counter/wire/request.h"
#include "counter/wire/status.h"

namespace throng {
namespace {

using AlarmsMethods = v1::Alarms::WithCallbackMethod_Acknowledge<v1::Alarms::Service>;

class AlarmsRpc final : public HubService, public AlarmsMethods {
 public:
  AlarmsRpc(Gate& gate, Writer& writer, const Sites& sites, PushService& edges, Trail* trail,
            const Clock& clock)
      : gate_(gate), writer_(writer), sites_(sites), edges_(edges), trail_(trail), clock_(clock) {}

  grpc::Service& service() override { return *this; }
  void Look() override {}
  void End() override {}  // each call is short

  grpc::ServerUnaryReactor* Acknowledge(grpc::CallbackServerContext* context,
                                        const v1::AcknowledgeRequest* request,
                                        v1::AcknowledgeReply* /*reply*/) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    const grpc::Status status = Begin(*context, *request, *reactor);
    if (!status.ok()) reactor->Finish(status);
    return reactor;
  }

 private:
  // If OK, the reactor finishes later.
  grpc::Status Begin(const grpc::CallbackServerContext& context,
                     const v1::AcknowledgeRequest& request, grpc::ServerUnaryReactor& reactor) {
    const auto caller = gate_.Enter(context, For::Readers(Role::kOperator));
    if (!caller) return StatusOf(caller.error());
    const Result<AcknowledgeWish, Refusal> wish = WishFrom(request);
    if (!wish) return StatusOf(wish.error());
    const std::optional<SiteView> site = sites_.Find(wish->site);
    if (!site) return StatusOf(Fault::kNotFound);
    const AskedAlarm asked{
        .alarm = wish->alarm, .by = std::string(NameOf(caller->identity.role)), .at = clock_.Now()};
    writer_.Run([this, &reactor, asked, number = site->number,
                 name = wish->site](Archive& archive) -> Status {
      const Status done = archive.Ask(number, asked);
      if (done) {
        edges_.Acknowledge(number, asked.alarm, archive);
        Note(name, asked);
      }
      reactor.Finish(done ? grpc::Status::OK : StatusOf(done.error()));
      return done;
    });
    return grpc::Status::OK;
  }

  void Note(const std::string& site, const AskedAlarm& asked) {
    if (trail_ == nullptr) return;
    const Status ignored =
        trail_->Note("alarm acknowledged",
                     {{"site", site}, {"alarm", std::to_string(asked.alarm)}, {"role", asked.by}});
    static_cast<void>(ignored);
  }

  Gate& gate_;
  Writer& writer_;
  const Sites& sites_;
  PushService& edges_;
  Trail* trail_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<HubService> MakeAlarmsService(Gate& gate, Writer& writer, const Sites& sites,
                                              PushService& edges, Trail* trail,
                                              const Clock& clock) {
  return std::make_unique<AlarmsRpc>(gate, writer, sites, edges, trail, clock);
}

}  // namespace throng
