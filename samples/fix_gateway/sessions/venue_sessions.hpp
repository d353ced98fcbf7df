// The sessions to venues by index: which venue, which account, logged on or not. The list is constant after
// construction; the state is written by QuickFIX's logon and logout callbacks and read by any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "config/session_files.hpp"
#include "orders/order_flow.hpp"

namespace fix_gateway {

class VenueSessions : public VenueDirectory {
public:
    explicit VenueSessions(const std::vector<VenueSessionConfig> &sessions);

    std::uint32_t choose_session(const std::string &venue, std::uint32_t client) const override;
    const std::string &venue_name(std::uint32_t venue_session) const override { return entries_[venue_session]->venue; }

    std::size_t size() const { return entries_.size(); }
    const FIX::SessionID &session(std::uint32_t index) const { return entries_[index]->session; }
    const std::string &account(std::uint32_t index) const { return entries_[index]->account; }
    std::uint32_t index_of(const FIX::SessionID &session) const;  // kNone: not a venue's
    std::vector<std::string> venues() const;                      // each once, in the order of the file

    bool is_logged_on(std::uint32_t index) const {
        return entries_[index]->is_logged_on.load(std::memory_order_acquire);
    }
    void set_logged_on(std::uint32_t index, bool is_logged_on) {
        entries_[index]->is_logged_on.store(is_logged_on, std::memory_order_release);
    }
    bool are_all_logged_on() const;

private:
    struct Entry {
        FIX::SessionID session;
        std::string venue;
        std::string account;
        std::atomic<bool> is_logged_on{false};
    };
    std::vector<std::unique_ptr<Entry>> entries_;
    std::unordered_map<std::string, std::uint32_t> by_session_;
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_venue_;
};

}  // namespace fix_gateway
