// MQTT against a broker on loopback: who subscribes late sees the state, and each event comes once.
// SPDX-License-Identifier: Apache-2.0
#include "counter/notify/mqtt.h"

#include <gtest/gtest.h>
#include <mosquitto.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <thread>
#include <vector>

#include "counter/notify/event_json.h"
#include "counter/notify/events_for_test.h"
#include "counter/notify/mqtt_presence.h"
#include "counter/notify/test_server.h"

namespace throng {
namespace {

namespace fs = std::filesystem;
using std::chrono_literals::operator""ms;
using Steady = std::chrono::steady_clock;
using Verdict = Reply::Verdict;

constexpr const char* kState = "throng/arena/west stand/alarm/crowding/too full";
constexpr const char* kEvents = "throng/arena/events";
constexpr const char* kAvailability = "throng/arena/availability";

TEST(MqttTopic, ANameIsOneLevel) {
  AlarmEvent event = Raise();
  event.place = "west/#";
  event.rule = "100% + more\n";
  EXPECT_EQ(StateTopic("a/b", "$SYS", event),
            "a/b/%24SYS/west%2F%23/alarm/crowding/100%25 %2B more ");
  EXPECT_EQ(EventsTopic("throng", "ar\u00e8ne"), "throng/ar\u00e8ne/events");
  EXPECT_EQ(AvailabilityTopic("a/b", "x/y"), "a/b/x%2Fy/availability");
}

// Debian's broker, with a login, and encrypted if there is a certificate.
class Broker {
 public:
  // On a port of its own if there is none. With `clients`, it lets in whom that certificate signed.
  Broker(const fs::path& folder, bool encrypted, std::uint16_t port = 0,
         const fs::path& clients = {})
      : port_(port > 0 ? port : FreePort()) {
    const std::string passwords = (folder / "passwords").string();
    EXPECT_EQ(std::system(("mosquitto_passwd -b -c " + passwords + " throng hidden").c_str()), 0);
    std::ofstream settings(folder / "mosquitto.conf");
    settings << "listener " << port_ << " 127.0.0.1\nallow_anonymous false\npassword_file "
             << passwords << "\nuser root\nlog_dest none\n";
    if (encrypted) {
      settings << "certfile " << (folder / "ca.pem").string() << "\nkeyfile "
               << (folder / "key.pem").string() << "\n";
    }
    if (!clients.empty()) {
      settings << "cafile " << clients.string() << "\nrequire_certificate true\n";
    }
    settings.close();
    const std::string file = (folder / "mosquitto.conf").string();
    child_ = ::fork();
    if (child_ == 0) {
      ::execlp("mosquitto", "mosquitto", "-c", file.c_str(), nullptr);
      ::_exit(127);
    }
    const auto end = Steady::now() + 5000ms;
    while (!IsListening() && Steady::now() < end) std::this_thread::sleep_for(20ms);
  }
  ~Broker() {
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
  }
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;
  std::uint16_t port() const { return port_; }

  static bool IsThere() {
    ::setenv("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin", 1);
    return std::system("which mosquitto mosquitto_passwd > /dev/null 2>&1") == 0;
  }

 private:
  bool IsListening() const {
    const Descriptor line(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(line.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  static std::uint16_t FreePort() {
    return TestServer([](TestLine&, const std::atomic<bool>&) {}).port();
  }

  std::uint16_t port_;
  pid_t child_ = 0;
};

struct Heard {
  std::string topic;
  std::string payload;
  bool retained;
  friend bool operator==(const Heard&, const Heard&) = default;
};

// Whoever subscribes to all of throng.
class Listener {
 public:
  explicit Listener(std::uint16_t port) : client_(::mosquitto_new(nullptr, true, this)) {
    ::mosquitto_username_pw_set(client_, "throng", "hidden");
    ::mosquitto_message_callback_set(
        client_, [](mosquitto*, void* self, const mosquitto_message* message) {
          static_cast<Listener*>(self)->heard_.push_back(
              {.topic = message->topic,
               .payload = std::string(static_cast<const char*>(message->payload),
                                      static_cast<std::size_t>(message->payloadlen)),
               .retained = message->retain});
        });
    EXPECT_EQ(::mosquitto_connect(client_, "127.0.0.1", port, 60), 0);
    EXPECT_EQ(::mosquitto_subscribe(client_, nullptr, "throng/#", 1), 0);
    Listen();
  }
  ~Listener() { ::mosquitto_destroy(client_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::vector<Heard> Listen() {
    const auto end = Steady::now() + 400ms;
    while (Steady::now() < end) ::mosquitto_loop(client_, 50, 1);
    return heard_;
  }

 private:
  mosquitto* client_;
  std::vector<Heard> heard_;
};

class MqttTest : public testing::Test {
 protected:
  MqttTest() : folder_(fs::temp_directory_path() / ("throng_mqtt." + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    ::mosquitto_lib_init();
    way_.name = "broker";
    way_.host = "127.0.0.1";
    way_.encrypted = false;
    way_.login = WayLogin{.user = "throng", .password = "hidden"};
  }
  ~MqttTest() override {
    ::mosquitto_lib_cleanup();
    fs::remove_all(folder_);
  }

  Reply Send(const Delivery& delivery = DeliveryOf({Raise()}), Duration most_wait = 3000ms) {
    const std::atomic<bool> go_on = false;
    return MakeMqtt(way_, "arena", most_wait)->Send(delivery, At("2026-11-24T20:30:07"), go_on);
  }

  const fs::path folder_;
  MqttWay way_;
};

// What who subscribes now is told of `topic`; nothing if there is no retained message.
std::string RetainedAt(std::uint16_t port, const std::string& topic) {
  for (const Heard& heard : Listener(port).Listen()) {
    if (heard.topic == topic && heard.retained) return heard.payload;
  }
  return "";
}

// For up to 5 s.
bool IsSoon(std::uint16_t port, const std::string& payload) {
  const auto end = Steady::now() + 5000ms;
  while (RetainedAt(port, kAvailability) != payload) {
    if (Steady::now() > end) return false;
  }
  return true;
}

#define SKIP_WITHOUT_BROKER() \
  if (!Broker::IsThere()) GTEST_SKIP() << "mosquitto is missing: apt-get install mosquitto"

TEST_F(MqttTest, EachEventComesOnceAndWhoIsLateSeesTheState) {
  SKIP_WITHOUT_BROKER();
  const Broker broker(folder_, false);
  way_.port = broker.port();
  Listener early(broker.port());
  ASSERT_EQ(Send().verdict, Verdict::kDelivered);
  const Delivery escalation = DeliveryOf({Raise(), Escalation()});
  ASSERT_EQ(Send(escalation).verdict, Verdict::kDelivered);
  const std::string first = EventJson("arena", DeliveryOf({Raise()}));
  const std::string second = EventJson("arena", escalation);
  EXPECT_EQ(early.Listen(), (std::vector<Heard>{{kState, first, false},
                                                {kEvents, first, false},
                                                {kState, second, false},
                                                {kEvents, second, false}}));
  Listener late(broker.port());
  EXPECT_EQ(late.Listen(), (std::vector<Heard>{{kState, second, true}}));
}

TEST_F(MqttTest, TheEndOfBlindnessDoesNotHideACrowd) {
  SKIP_WITHOUT_BROKER();
  const Broker broker(folder_, false);
  way_.port = broker.port();
  AlarmEvent blind = BlindRaise();
  blind.alarm = 18;
  blind.change = AlarmChange::kEnd;
  ASSERT_EQ(Send().verdict, Verdict::kDelivered);
  ASSERT_EQ(Send(DeliveryOf({blind})).verdict, Verdict::kDelivered);
  std::map<std::string, bool> is_end;
  for (const Heard& heard : Listener(broker.port()).Listen()) {
    is_end[heard.topic] = heard.payload.find("\"change\":\"end\"") != std::string::npos;
  }
  EXPECT_EQ(is_end, (std::map<std::string, bool>{
                        {kState, false}, {"throng/arena/west stand/alarm/blind/too full", true}}));
}

TEST_F(MqttTest, WhetherThrongIsThereIsKnownToWhoSubscribesLate) {
  SKIP_WITHOUT_BROKER();
  const Broker broker(folder_, false);
  way_.port = broker.port();
  EXPECT_EQ(RetainedAt(broker.port(), kAvailability), "");
  std::unique_ptr<Sender> sender = MakeMqtt(way_, "arena");
  EXPECT_EQ(RetainedAt(broker.port(), kAvailability), "") << "a way alone, without its lane";
  sender->Begin();
  EXPECT_TRUE(IsSoon(broker.port(), "online"));
  const std::atomic<bool> go_on = false;
  const Delivery raise = DeliveryOf({Raise()});
  EXPECT_EQ(sender->Send(raise, At("2026-11-24T20:30:07"), go_on).verdict, Verdict::kDelivered);
  EXPECT_EQ(RetainedAt(broker.port(), kAvailability), "online") << "an event's goodbye is another";
  Listener early(broker.port());
  sender.reset();
  EXPECT_EQ(early.Listen().back(), (Heard{kAvailability, "offline", false})) << "it says so itself";
  EXPECT_EQ(RetainedAt(broker.port(), kAvailability), "offline");
}

// Nobody is left to say goodbye: the broker does as it was told before.
TEST_F(MqttTest, TheBrokerTellsOfAThrongThatWasKilled) {
  SKIP_WITHOUT_BROKER();
  const Broker broker(folder_, false);
  way_.port = broker.port();
  const pid_t throng = ::fork();
  if (throng == 0) {
    const std::unique_ptr<Sender> sender = MakeMqtt(way_, "arena");
    sender->Begin();
    while (true) ::pause();
  }
  EXPECT_TRUE(IsSoon(broker.port(), "online"));
  ::kill(throng, SIGKILL);
  ::waitpid(throng, nullptr, 0);
  EXPECT_TRUE(IsSoon(broker.port(), "offline"));
}

// As when its line is cut: nobody hangs up, and nothing comes any more.
TEST_F(MqttTest, TheBrokerTellsOfAThrongThatIsSilentForHalfAsLongAgain) {
  SKIP_WITHOUT_BROKER();
  constexpr std::chrono::seconds kKeepAlive{5};  // the least that the library takes
  const Broker broker(folder_, false);
  way_.port = broker.port();
  const pid_t throng = ::fork();
  if (throng == 0) {
    const MqttPresence presence(way_, kAvailability, kKeepAlive);
    while (true) ::pause();
  }
  EXPECT_TRUE(IsSoon(broker.port(), "online"));
  std::this_thread::sleep_for(2 * kKeepAlive);
  EXPECT_EQ(RetainedAt(broker.port(), kAvailability), "online") << "it has nothing to say but that";
  ::kill(throng, SIGSTOP);
  const auto silent = Steady::now();
  const auto most = 3 * kKeepAlive / 2 + 3000ms;  // the broker looks now and then
  bool is_online = true;
  while (is_online && Steady::now() - silent < most) {
    is_online = RetainedAt(broker.port(), kAvailability) == "online";
  }
  EXPECT_FALSE(is_online);
  EXPECT_GT(Steady::now() - silent, kKeepAlive / 2);
  ::kill(throng, SIGKILL);
  ::waitpid(throng, nullptr, 0);
}

TEST_F(MqttTest, ThrongIsThereAgainAfterItsBroker) {
  SKIP_WITHOUT_BROKER();
  std::optional<Broker> broker(std::in_place, folder_, false);
  way_.port = broker->port();
  const std::unique_ptr<Sender> sender = MakeMqtt(way_, "arena");
  sender->Begin();
  EXPECT_TRUE(IsSoon(way_.port, "online"));
  broker.reset();
  broker.emplace(folder_, false, way_.port);
  EXPECT_TRUE(IsSoon(way_.port, "online")) << "a broker that remembers nothing";
}

TEST_F(MqttTest, ABrokerThatRefusesOrIsGoneOrSilentTakesTheWayDown) {
  SKIP_WITHOUT_BROKER();
  const Broker broker(folder_, false);
  way_.port = broker.port();
  way_.login->password = "wrong";
  EXPECT_EQ(Send().why, Fault::kWayLoginRefused);
  TestServer silent([](TestLine& line, const std::atomic<bool>& stop) { line.StaySilent(stop); });
  way_.port = silent.port();
  EXPECT_EQ(Send().why, Fault::kWayUnreachable);
  silent.Start();
  EXPECT_EQ(Send(DeliveryOf({Raise()}), 500ms).why, Fault::kWaySlow);
}

TEST_F(MqttTest, ABrokerThatWantsACertificateIsShownOurs) {
  SKIP_WITHOUT_BROKER();
  way_.encrypted = true;
  way_.ca = folder_ / "ca.pem";
  TestCertificate().Write(folder_ / "ca.pem", folder_ / "key.pem");
  TestCertificate("throng.example").Write(folder_ / "us.pem", folder_ / "us.key");
  TestCertificate("throng.example").Write(folder_ / "other.pem", folder_ / "other.key");
  const Broker broker(folder_, true, 0, folder_ / "us.pem");
  way_.port = broker.port();
  EXPECT_EQ(Send().verdict, Verdict::kDown) << "without one";
  way_.certificate = folder_ / "other.pem";
  way_.key = folder_ / "other.key";
  EXPECT_EQ(Send().verdict, Verdict::kDown) << "with another's";
  way_.key = folder_ / "us.key";
  EXPECT_EQ(Send().why, Fault::kWayUntrusted) << "with a key that is of another certificate";
  way_.certificate = folder_ / "us.pem";
  EXPECT_EQ(Send().verdict, Verdict::kDelivered);
}

TEST_F(MqttTest, OnlyABrokerThatProvesItsNameHearsAnything) {
  SKIP_WITHOUT_BROKER();
  way_.encrypted = true;
  way_.ca = folder_ / "ca.pem";
  TestCertificate("other.example.org").Write(folder_ / "ca.pem", folder_ / "key.pem");
  {
    const Broker broker(folder_, true);
    way_.port = broker.port();
    EXPECT_EQ(Send().why, Fault::kWayUntrusted);
  }
  TestCertificate().Write(folder_ / "ca.pem", folder_ / "key.pem");
  const Broker broker(folder_, true);
  way_.port = broker.port();
  EXPECT_EQ(Send().verdict, Verdict::kDelivered) << "control";
  way_.ca.reset();
  EXPECT_EQ(Send().why, Fault::kWayUntrusted);
}

}  // namespace
}  // namespace throng
