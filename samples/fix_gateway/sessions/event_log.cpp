#include "sessions/event_log.hpp"

#include "log.hpp"

namespace fix_gateway {
namespace {

class EventLog : public FIX::Log {
public:
    explicit EventLog(std::string name) : name_(std::move(name)) {}

    void clear() override {}
    void backup() override {}
    void onIncoming(const std::string &) override {}
    void onOutgoing(const std::string &) override {}
    void onEvent(const std::string &text) override { log_info(name_ + " " + text); }

private:
    const std::string name_;
};

}  // namespace

FIX::Log *EventLogFactory::create() {
    return new EventLog("quickfix");
}

FIX::Log *EventLogFactory::create(const FIX::SessionID &session) {
    return new EventLog(session.toString());
}

void EventLogFactory::destroy(FIX::Log *log) {
    delete log;
}

}  // namespace fix_gateway
