#include "session_record.hpp"

#include <algorithm>

namespace venue_simulator {

void SessionCounts::add(const SessionCounts &other) {
    messages += other.messages;
    new_orders += other.new_orders;
    cancels += other.cancels;
    replaces += other.replaces;
    statuses += other.statuses;
    mass_cancels += other.mass_cancels;
    accepted += other.accepted;
    rate_rejects += other.rate_rejects;
    logouts += other.logouts;
    violations_by_arrival += other.violations_by_arrival;
    violations_by_sending_time += other.violations_by_sending_time;
    stall_suspects += other.stall_suspects;
    fills += other.fills;
    business_rejects += other.business_rejects;
    script_rejects += other.script_rejects;
    duplicate_orders += other.duplicate_orders;
    duplicate_requests += other.duplicate_requests;
    possdup_orders += other.possdup_orders;
    for (const auto &type : other.possdup_by_type)
        possdup_by_type[type.first] += type.second;
    logons += other.logons;
    refused_logons += other.refused_logons;
    disconnects += other.disconnects;
    resend_requests_sent += other.resend_requests_sent;
    session_rejects += other.session_rejects;
    heartbeats += other.heartbeats;
    heartbeat_gap_max_ns = std::max(heartbeat_gap_max_ns, other.heartbeat_gap_max_ns);
    quiet_max_ns = std::max(quiet_max_ns, other.quiet_max_ns);
}

}  // namespace venue_simulator
