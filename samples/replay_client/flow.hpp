// Recorded order flow: the file format of samples/flow/README.md, read and checked.
//
// A Flow is built once by one thread and never changes afterwards; any thread may read it. Invariants: times never
// fall; a replace or cancel names an order that an earlier event made, of the same owner and instrument; no order is
// used after its cancel; owner, order and instrument are dense indexes. Prices and quantities stay the decimals of the
// file, because FIX sends decimals and a detour through binary fractions could change them.
#pragma once

#include <cstdint>
#include <istream>
#include <stdexcept>
#include <string>
#include <vector>

namespace replay {

enum class Action : std::uint8_t { kNew, kReplace, kCancel };
enum class Side : std::uint8_t { kBuy, kSell };

struct FlowEvent {
    std::uint64_t time_us;
    std::uint32_t owner;
    std::uint32_t order;
    std::uint32_t instrument;
    Action action;
    // A cancel carries what its order last had: FIX asks for side and quantity in a cancel too.
    Side side;
    std::string price;
    std::string quantity;
};

struct Flow {
    std::vector<FlowEvent> events;
    std::vector<std::string> owners;
    std::vector<std::string> instruments;
    std::uint32_t order_count = 0;
    // When the next round starts if the flow is looped: one mean gap after the last event.
    std::uint64_t length_us = 0;
};

// Says what is wrong with a file: one line a fault, each with line number, field, value and remedy.
class FlowError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Reads a whole flow; `name` is what errors call it. Throws FlowError; a file is used whole or not at all.
Flow read_flow(std::istream &input, const std::string &name);

}  // namespace replay
