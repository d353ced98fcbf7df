// submit_many: the same checks for each request as submit() makes, and then several under one lock.

#include "sluice/ext/batch.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "boundary/calls.hpp"
#include "boundary/fail_safe.hpp"
#include "boundary/instance.hpp"
#include "boundary/structs.hpp"

namespace sluice {

namespace {

// So many are decided under one lock: a mass quote is cheap, and nobody else waits long.
constexpr std::size_t kTogetherMax = 16;

// Structs side by side, as long as the first one says.
template <typename Struct, typename Byte>
class Row {
public:
    explicit Row(Struct *first) noexcept : first_(reinterpret_cast<Byte *>(first)), bytes_(first->struct_size) {}
    Struct *at(std::size_t index) const noexcept { return reinterpret_cast<Struct *>(first_ + index * bytes_); }
    bool has_one_size(std::size_t count) const noexcept {
        for (std::size_t index = 1; index < count; ++index) {
            if (at(index)->struct_size != bytes_) return false;
        }
        return true;
    }

private:
    Byte *const first_;
    const std::size_t bytes_;
};
using Requests = Row<const sluice_request, const unsigned char>;
using Verdicts = Row<sluice_verdict, unsigned char>;

void keep_first(sluice_status &kept, sluice_status status) noexcept {
    if (kept == SLUICE_OK) kept = status;
}

// Those of one call that are in order, until they are offered together.
class Together {
public:
    Together(const LaneTarget &target, uint64_t now_ns) noexcept : target_(target), now_ns_(now_ns) {}

    bool is_full() const noexcept { return count_ == kTogetherMax; }

    void add(const sluice_request *request, sluice_verdict *verdict) noexcept {
        copy_input(request, known_[count_]);
        answers_[count_] = sluice_verdict{};
        verdicts_[count_] = verdict;
        ++count_;
    }

    // OK, or STATE when the lane is gone.
    sluice_status offer() noexcept {
        if (count_ == 0) return SLUICE_OK;
        uint64_t wake_ns = SLUICE_NEVER;
        const bool is_offered = target_.venue->submit_some(target_.lane, std::span(known_).first(count_),
            target_.engine->known_ids(), now_ns_, std::span(answers_).first(count_), wake_ns);
        for (std::size_t index = 0; index < count_; ++index) {
            if (is_offered) {
                write_struct(verdicts_[index], answers_[index]);
            } else {
                fail_safe(SLUICE_E_STATE, &known_[index], verdicts_[index]);
            }
        }
        count_ = 0;
        if (is_offered) target_.engine->wake(*target_.venue, wake_ns);
        return is_offered ? SLUICE_OK : SLUICE_E_STATE;
    }

private:
    const LaneTarget target_;
    const uint64_t now_ns_;
    std::size_t count_ = 0;
    std::array<sluice_request, kTogetherMax> known_;
    std::array<sluice_verdict, kTogetherMax> answers_;
    std::array<sluice_verdict *, kTogetherMax> verdicts_;
};

sluice_status fail_all(
    sluice_status status, const Requests &requests, const Verdicts &verdicts, std::size_t count) noexcept {
    for (std::size_t index = 0; index < count; ++index)
        fail_safe(status, requests.at(index), verdicts.at(index));
    return status;
}

sluice_status submit_many(sluice_lane *lane, const sluice_request *first_request, uint32_t count, uint64_t now_ns,
    sluice_verdict *first_verdict) noexcept {
    if (first_request == nullptr || first_verdict == nullptr || count == 0 || count > SLUICE_BATCH_MAX)
        return SLUICE_E_ARGUMENT;
    // Nothing tells where the second one begins.
    if (first_request->struct_size < kFirstBytes<sluice_request> || first_request->struct_size > kStructBytesMax)
        return fail_safe(SLUICE_E_SIZE, first_request, first_verdict);
    if (!is_writable(first_verdict)) return SLUICE_E_SIZE;
    const Requests requests(first_request);
    const Verdicts verdicts(first_verdict);
    // A verdict of another size would be written over its neighbour.
    if (!verdicts.has_one_size(count)) return SLUICE_E_SIZE;
    const LaneTarget target = find_lane(lane);
    if (target.venue == nullptr) return fail_all(SLUICE_E_ARGUMENT, requests, verdicts, count);
    if (!requests.has_one_size(count)) {
        target.venue->counters().malformed_calls.add();
        return fail_all(SLUICE_E_SIZE, requests, verdicts, count);
    }
    if (target.engine->is_stopped()) return fail_all(SLUICE_E_STATE, requests, verdicts, count);

    sluice_status result = SLUICE_OK;
    Together together(target, now_ns == 0 ? target.engine->read_clock() : now_ns);
    for (std::size_t index = 0; index < count; ++index) {
        uint32_t unknown_offset = 0;
        const sluice_request *request = requests.at(index);
        if (const sluice_status status = check_input(request, sizeof(sluice_request), unknown_offset);
            status != SLUICE_OK) {
            target.venue->counters().malformed_calls.add();
            keep_first(result, fail_safe(status, request, verdicts.at(index)));
            continue;
        }
        together.add(request, verdicts.at(index));
        if (together.is_full()) keep_first(result, together.offer());
    }
    keep_first(result, together.offer());
    return result;
}

constexpr sluice_ext_batch kTable = {sizeof(sluice_ext_batch), 0, submit_many};

}  // namespace

const void *batch_extension() noexcept {
    return &kTable;
}

}  // namespace sluice
