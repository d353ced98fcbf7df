// What QuickFIX tells about a session. The hooks that run under the session's lock write into the notebook and wake the
// pump, which only signals; they call neither Sluice nor QuickFIX's sending side.
#include "gate_core.hpp"

namespace sluice {
namespace quickfix {

void Gate::Core::on_create(LaneState &lane) noexcept {
    lane.session.store(FIX::Session::lookupSession(lane.keys.session));
}

void Gate::Core::on_logon(LaneState &lane) noexcept {
    try {
        if (!lane.has_wire_log.load()) {
            log(SLUICE_LOG_WARNING, lane.keys.session.toString() +
                                        ": no SluiceLogFactory was given to the initiator; heartbeats and resends are "
                                        "counted by no limit");
        }
        lane.has_logout_seen.store(false);
        lane.notebook.note_up(clock_ns());
        // QuickFIX calls this hook without the session's lock: another thread may have ended the session meanwhile, and
        // told us so before we noted it as up.
        FIX::Session *session = lane.session.load();
        if (session && !session->isLoggedOn()) lane.notebook.note_down(false, clock_ns());
        lane.hand_over_notes();
        lane.pump->wake(0);
    } catch (const std::exception &fault) {
        log(SLUICE_LOG_ERROR, std::string("onLogon: ") + fault.what());
    }
}

void Gate::Core::on_logout(LaneState &lane) noexcept {
    try {
        // Told also for a logon that was turned away: then it was not up, and nothing has changed.
        lane.notebook.note_down(!lane.has_logout_seen.load(), clock_ns());
        lane.pump->wake(0);
    } catch (...) {
        // Lack of memory; the next message finds the lane logged off all the same.
    }
}

void Gate::Core::on_logout_sent(LaneState &lane) noexcept {
    try {
        lane.has_logout_seen.store(true);
        // Nothing may follow a Logout. The session must disconnect before it can be up again, and needs the lock that
        // is held now for it: this note stands before that of the next logon.
        lane.notebook.note_down(false, clock_ns());
        lane.pump->wake(0);
    } catch (...) {
    }
}

void Gate::Core::on_wire(LaneState &lane, const std::string &bytes) noexcept {
    try {
        const std::string::size_type begin = bytes.find("\00135=");
        const std::string::size_type end = begin == std::string::npos ? begin : bytes.find('\001', begin + 4);
        if (end == std::string::npos) return;
        const std::uint32_t kind = kind_of(TextView(bytes.data() + begin + 4, end - begin - 4)).kind;
        WireWatch *watch = kind == SLUICE_KIND_ADMIN ? nullptr : WireWatch::find(lane);
        if (watch) {
            watch->is_on_wire = true;
            return;
        }
        // A logon, a heartbeat, a resend, or somebody who still calls sendToTarget(): it counts at the venue.
        lane.notebook.note_ungated(kind, clock_ns());
        lane.pump->wake(0);
    } catch (...) {
        // Lack of memory: one message is not counted.
    }
}

bool Gate::Core::may_pass(LaneState &lane, const FIX::Message &message) noexcept {
    try {
        const MessageKind &kind = kind_of(field_or_empty(message.getHeader(), FIX::FIELD::MsgType));
        if (kind.is_never_resent && field_or_empty(message.getHeader(), FIX::FIELD::PossDupFlag) == "Y") {
            counters_.possdup_gap_filled.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        FIX::Session *session = lane.session.load();
        if (session && session->isLoggedOn() && !session->sentLogout()) return true;
    } catch (...) {
        // Better not sent than sent unseen.
    }
    counters_.logged_off_vetoed.fetch_add(1, std::memory_order_relaxed);
    if (WireWatch *watch = WireWatch::find(lane)) watch->is_logged_off = true;
    return false;
}

}  // namespace quickfix
}  // namespace sluice
