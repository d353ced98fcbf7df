// Answers the order messages of FIX 4.4 for all sessions: it knows who owns which order, keeps one book per instrument
// and says with execution reports what became of each request. It does not know the limit: what it is given has passed
// it; `refuse` words the answer to what has not.
//
// Orders are known to their session by their latest accepted ClOrdID, as at most venues: after a replace the old one
// names nothing. ClOrdIDs must be new for each request of a session; a request that passed the limit uses its ClOrdID
// up.
//
// One thread: QuickFIX's reading thread.
#pragma once

#include <quickfix/Message.h>
#include <quickfix/SessionID.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "order_book.hpp"
#include "session_record.hpp"

namespace venue_simulator {

enum class DeskOutcome { kDone, kRejected, kDuplicate, kIgnoredDuplicate };

class OrderDesk {
public:
    // Takes a finished answer; the header's routing fields are the session's business.
    using AnswerFunction = std::function<void(const FIX::SessionID &, FIX::Message &)>;

    explicit OrderDesk(AnswerFunction answer) : answer_(std::move(answer)) {}

    // Makes a session known before its first request. `counts` must outlive the desk.
    void open(const FIX::SessionID &session, SessionCounts *counts);

    // Handles one of D, F, G, H and q.
    DeskOutcome handle(const FIX::SessionID &session, const FIX::Message &request);

    // Answers one of them with a refusal and changes nothing.
    void refuse(const FIX::SessionID &session, const FIX::Message &request, const std::string &text);

    // How many orders rest in all books.
    std::size_t live_orders() const;

private:
    __extension__ typedef __int128 Wide;

    struct Client {
        FIX::SessionID session;
        SessionCounts *counts;
        std::unordered_map<std::string, OrderNumber> orders;  // by latest ClOrdID
        std::unordered_set<std::string> used_cl_ord_ids;
    };
    struct Order {
        OrderNumber number;
        Client *client;
        std::string cl_ord_id;
        std::string account;
        std::string symbol;
        Side side;
        std::string side_code;  // field 54 as it came: a short sale is reported as one
        std::int64_t price_e8;
        std::int64_t quantity_e8;
        std::int64_t filled_e8;
        Wide filled_value;  // sum of price_e8 times quantity_e8 over the fills
        char status;        // field 39

        bool is_live() const { return status == '0' || status == '1'; }
        std::int64_t left_e8() const { return is_live() ? quantity_e8 - filled_e8 : 0; }
    };

    DeskOutcome enter(Client &client, const FIX::Message &request);
    DeskOutcome cancel(Client &client, const FIX::Message &request);
    DeskOutcome replace(Client &client, const FIX::Message &request);
    DeskOutcome report_status(Client &client, const FIX::Message &request);
    DeskOutcome mass_cancel(Client &client, const FIX::Message &request);

    Order *find(Client &client, const std::string &cl_ord_id);
    // False, with the duplicate counted and answered, when the request's ClOrdID was used before.
    bool use_cl_ord_id(Client &client, const FIX::Message &request, DeskOutcome *outcome);
    void apply_fills(const Matching &matching);
    void fill(OrderNumber number, const Fill &fill);
    void finish(Order &order, char status);
    void rename(Order &order, const std::string &cl_ord_id);

    FIX::Message execution_report(const Order &order, char exec_type);
    void reject_new(Client &client, const FIX::Message &request, int reason, const std::string &text);
    void reject_cancel(Client &client, const FIX::Message &request, int reason, const std::string &text);
    void reject_mass_cancel(Client &client, const FIX::Message &request, int reason, const std::string &text);

    AnswerFunction answer_;
    std::map<FIX::SessionID, std::unique_ptr<Client>> clients_;
    std::map<std::string, OrderBook> books_;  // by symbol
    std::unordered_map<OrderNumber, Order> orders_;
    std::deque<OrderNumber> finished_;  // oldest first; they are forgotten when there are too many
    OrderNumber last_order_ = 0;
    std::uint64_t last_execution_ = 0;
};

}  // namespace venue_simulator
