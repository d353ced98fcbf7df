// The messages of one session whose answer is awaited: by what the answer will repeat (ClOrdID and the like) and by
// sequence number (for rejects that name nothing else). An entry is made before the message is sent, because the answer
// may be here before the send returns.
//
// Threads: any; one lock, held for a look-up and while a sender reports WRITTEN. Bounded: the oldest entry goes when
// there are too many.
#ifndef SLUICE_QUICKFIX_OPEN_ANSWERS_HPP
#define SLUICE_QUICKFIX_OPEN_ANSWERS_HPP

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice {
namespace quickfix {

struct OpenAnswer {
    std::string reference;
    std::uint64_t grant = 0;
    std::uint64_t order_id = 0;
    std::uint32_t kind = 0;        // SLUICE_KIND_*
    std::string id;                // ClOrdID or what stands for it
    std::uint64_t written_ns = 0;  // 0: the send has not returned yet
    int sequence_number = 0;
};

class OpenAnswers {
public:
    // What the sender finds when its send has returned.
    struct Written {
        // Report WRITTEN. False: the answer was faster, and who took it has reported both.
        bool is_first = true;
        // No answer is taken while this lives, so that none is reported before WRITTEN is.
        std::unique_lock<std::mutex> hold;
    };

    // Before the send. An entry with the same reference is replaced.
    void add(OpenAnswer answer);

    // After the send. An entry that another one has replaced meanwhile counts as not answered.
    Written set_written(const std::string &reference, std::uint64_t grant, int sequence_number, std::uint64_t now_ns);

    // The message was not sent after all.
    void remove(const std::string &reference, std::uint64_t grant);

    // The answer is here. False: nothing with that name is awaited.
    bool take(const std::string &reference, OpenAnswer &answer);
    bool take(int sequence_number, OpenAnswer &answer);

    // Those whose send returned before `written_before_ns`; `next_ns` receives when the oldest of the rest was written
    // (UINT64_MAX: none).
    std::vector<OpenAnswer> take_older(std::uint64_t written_before_ns, std::uint64_t &next_ns);

    // The session is gone: no answer will come for what was sent.
    void clear();

    std::size_t size() const;

private:
    struct Entry {
        OpenAnswer answer;
        std::uint64_t session_number;
    };
    using Entries = std::list<Entry>;

    static constexpr std::size_t kEntriesMax = 65536;

    void take_locked(Entries::iterator entry, OpenAnswer &answer);

    mutable std::mutex mutex_;
    // Protected by mutex_.
    Entries entries_;  // oldest first
    std::unordered_map<std::string, Entries::iterator> by_reference_;
    std::unordered_map<int, Entries::iterator> by_sequence_number_;
    std::uint64_t session_number_ = 0;
};

}  // namespace quickfix
}  // namespace sluice

#endif
