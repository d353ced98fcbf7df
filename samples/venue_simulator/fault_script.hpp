// The faults that a venue is told to have, read from a small text file: one fault a line, `#` starts a comment.
//
//   at 2s slow_acks 200ms for 3s      answers leave 200 ms late
//   at 5s reject_rate 30% for 2s      that share of new orders and replaces is rejected, whatever their rate
//   at 8s silence for 2s              nothing is answered; what was to be said is said when the silence ends
//   at 9s disconnect                  every connection is cut, with no Logout
//   at 9s refuse_logon for 4s         every Logon is refused
//   at 12s resend_request             ResendRequest(1,0) to every session; to one that is logged off, after its next
//   logon
//
// Times count from the moment at which the simulator is ready. A number may have decimals; its unit is s or ms.
// Faults of one kind may overlap: the stronger one holds. Constant once parsed, so any thread may ask.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace venue_simulator {

enum class FaultKind { kSlowAcks, kRejectRate, kSilence, kDisconnect, kRefuseLogon, kResendRequest };

struct Fault {
    FaultKind kind;
    std::int64_t begin_ns;
    std::int64_t end_ns;        // equal to begin_ns for what happens once
    std::int64_t ack_delay_ns;  // slow_acks only
    double reject_share;        // reject_rate only, 0 to 1
};

struct FaultScriptError {
    std::size_t line;     // from 1
    std::string value;    // the word that is wrong, or empty when one is missing
    std::string message;  // what is wrong and what to write instead
};

class FaultScript {
public:
    FaultScript() = default;
    explicit FaultScript(std::vector<Fault> faults) : faults_(std::move(faults)) {}

    const std::vector<Fault> &faults() const { return faults_; }

    // What holds at `time_ns` since the start.
    std::int64_t ack_delay_ns(std::int64_t time_ns) const;
    std::int64_t silence_end_ns(std::int64_t time_ns) const;  // time_ns itself when there is no silence
    double reject_share(std::int64_t time_ns) const;
    bool refuses_logon(std::int64_t time_ns) const;

private:
    std::vector<Fault> faults_;
};

// Reports every bad line. The script is to be used only when `errors` stays empty.
FaultScript parse_fault_script(const std::string &text, std::vector<FaultScriptError> *errors);

}  // namespace venue_simulator
