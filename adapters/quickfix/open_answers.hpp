// The messages of one session whose answer is awaited: by what the answer will repeat (ClOrdID and the like) and by
// sequence number (for rejects that name nothing else). An entry is made before the message is sent, because the answer
// may be here before the send returns.
//
// Threads: any; one lock, held for the look-up only. While a sender reports WRITTEN, whoever takes the answer to that
// very message waits for it, and nobody else does. Bounded: the oldest entry goes when
// there are too many, and only the newest sequence numbers are known. Entries lie in one pool, linked by their places:
// memory is taken only while more answers are open than ever before.
#ifndef SLUICE_QUICKFIX_OPEN_ANSWERS_HPP
#define SLUICE_QUICKFIX_OPEN_ANSWERS_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "id_text.hpp"
#include "place_index.hpp"

namespace sluice {
namespace quickfix {

// How an answer names its message: by the value of a field. `tag` 0: not at all. kStatusAnswer is no field: it marks
// the ClOrdID of a status request, which is that of an order whose own answer may be awaited as well.
struct AnswerName {
    AnswerName() = default;
    AnswerName(int name_tag, TextView name_text) : tag(name_tag), text(name_text) {}

    bool is_known() const noexcept { return tag != 0; }

    int tag = 0;
    TextView text;
};
constexpr int kStatusAnswer = -1;

// What is awaited, as the sender says it and as the taker gets it.
struct OpenAnswer {
    std::uint64_t grant = 0;
    std::uint64_t order_id = 0;
    std::uint32_t kind = 0;        // SLUICE_KIND_*
    std::uint64_t written_ns = 0;  // 0: the send has not returned yet
    IdText id;                     // given by take(): ClOrdID or what stands for it; empty: it names no order
};

class OpenAnswers {
public:
    // What the sender finds when its send has returned. The answer is not given to anybody while this lives, so that
    // none is reported before WRITTEN is.
    class Written {
    public:
        Written() = default;
        Written(bool is_first, std::atomic<bool> *is_reporting) : is_first_(is_first), is_reporting_(is_reporting) {}
        Written(Written &&other) noexcept : is_first_(other.is_first_), is_reporting_(other.is_reporting_) {
            other.is_reporting_ = nullptr;
        }
        Written &operator=(Written &&other) = delete;
        ~Written() {
            if (is_reporting_) is_reporting_->store(false, std::memory_order_release);
        }

        // Report WRITTEN. False: the answer was faster, and who took it has reported both.
        bool is_first() const noexcept { return is_first_; }

    private:
        bool is_first_ = true;
        std::atomic<bool> *is_reporting_ = nullptr;
    };
    // The sender's own entry. It must come back with it exactly once, by set_written() or remove().
    using Sending = std::uint32_t;

    // Before the send. An entry with the same name is replaced. `is_order`: the name is that of an order.
    Sending add(AnswerName name, bool is_order, const OpenAnswer &answer);

    // After the send. An entry that another one has replaced meanwhile counts as not answered. A sequence number of 0
    // is none.
    Written set_written(Sending sending, int sequence_number, std::uint64_t now_ns) noexcept;

    // The message was not sent after all.
    void remove(Sending sending) noexcept;

    // The answer is here. False: nothing with that name is awaited.
    bool take(AnswerName name, OpenAnswer &answer);
    bool take(int sequence_number, OpenAnswer &answer);

    // Those whose send returned before `written_before_ns`; `next_ns` receives when the oldest of the rest was written
    // (UINT64_MAX: none).
    std::vector<OpenAnswer> take_older(std::uint64_t written_before_ns, std::uint64_t &next_ns);

    // The session is gone: no answer will come for what was sent.
    void clear();

    std::size_t size() const;

private:
    enum class State : std::uint8_t {
        kFree,
        kOpen,      // awaited
        kAnswered,  // taken while it was being sent: the sender has yet to come back
        kReplaced   // forgotten while it was being sent, without an answer: the same
    };
    struct Entry {
        // Its sender reports WRITTEN. Set under mutex_, cleared without it.
        std::atomic<bool> is_reporting{false};
        OpenAnswer answer;  // its id is that of the name, whether it is an order's or not
        int tag = 0;
        int sequence_number = 0;
        bool is_order = false;
        State state = State::kFree;
        std::uint32_t hash = 0;
        std::uint32_t session_number = 0;
        std::uint32_t newer = PlaceIndex::kNone;  // of a free place: the next free one
        std::uint32_t older = PlaceIndex::kNone;
    };

    static constexpr std::size_t kEntriesMax = 65536;
    // Entries are made in blocks and never move.
    static constexpr unsigned kBlockBits = 8;
    // So far back a sequence number is surely known.
    static constexpr std::size_t kNumbersMax = 65536;

    // All of these under mutex_.
    Entry &at(std::uint32_t place) const {
        return blocks_[place >> kBlockBits][place & ((std::uint32_t(1) << kBlockBits) - 1)];
    }
    std::uint32_t find(AnswerName name, std::uint32_t hash) const;
    std::uint32_t make_place();
    void take_out(std::uint32_t place, State state_if_sending);
    void give(std::uint32_t place, OpenAnswer &answer);
    void give_back(std::uint32_t place);
    void note_number(std::uint32_t place);
    bool is_number_taken(const Entry &entry) const;

    mutable std::mutex mutex_;
    // Protected by mutex_.
    std::vector<std::unique_ptr<Entry[]>> blocks_;
    PlaceIndex by_name_;
    // Places by the last bits of the sequence number. A number means the entry that says so itself.
    std::vector<std::uint32_t> by_number_;
    std::uint32_t places_ = 0;  // made so far
    std::uint32_t free_ = PlaceIndex::kNone;
    std::uint32_t oldest_ = PlaceIndex::kNone;
    std::uint32_t newest_ = PlaceIndex::kNone;
    std::uint32_t session_number_ = 0;
};

}  // namespace quickfix
}  // namespace sluice

#endif
