// The books of invariants one and two: what became of every ticket. A HELD ticket gets exactly one release, no other
// ticket gets any, and no cancel is refused or dropped but for a reason that the headers give. Written by every submit
// and every release; any thread; a fault is reported the moment it happens.
#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>

#include "judge.hpp"
#include "sluice/release.h"
#include "sluice/request.h"
#include "sluice/verdict.h"

namespace sluice::validate {

class TicketBook {
public:
    explicit TicketBook(Judge &judge) : judge_(judge) {}

    // Before submit(): a release may come before it returns.
    void offered(const sluice_request &request);
    // After submit().
    void decided(const sluice_request &request, const sluice_verdict &verdict);
    // The submit was a wrong call: no release may come.
    void forget(uint64_t ticket);
    // Inside release(); `comes_again` when the answer is BUSY. False: it was no held ticket.
    bool released(const sluice_release &release, bool comes_again);

    std::size_t held() const;
    // The engine has come to rest, so nothing may be held any more; `when` says why it should be so.
    void expect_none_held(const char *when);
    // No release may come any more.
    void close();

private:
    enum class State : uint8_t { offered, held, released_before_verdict };
    struct Entry {
        State state;
        uint32_t kind;
        uint64_t order_id;
    };

    void judge_drop(const sluice_release &release, uint32_t kind);

    Judge &judge_;
    mutable std::mutex mutex_;
    std::unordered_map<uint64_t, Entry> entries_;  // not yet at their end
    std::size_t held_ = 0;
    bool is_closed_ = false;
};

}  // namespace sluice::validate
