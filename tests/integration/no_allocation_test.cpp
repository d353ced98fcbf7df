// From the first call on, nothing of the hot path allocates or frees: this program's own malloc counts while armed.
#include <gtest/gtest.h>

#include <cstdlib>

#include "test_host.hpp"

#if !SLUICE_IS_SANITIZED

namespace {
thread_local bool is_armed = false;
thread_local std::size_t calls_while_armed = 0;

void count_call() {
    if (is_armed) ++calls_while_armed;
}
}  // namespace

// The library's calls come here, because a program's symbols go before those of the C library; operator new ends in
// malloc too.
extern "C" {
void *__libc_malloc(std::size_t size);
void *__libc_calloc(std::size_t count, std::size_t size);
void *__libc_realloc(void *block, std::size_t size);
void *__libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void *block);

void *malloc(std::size_t size) {
    count_call();
    return __libc_malloc(size);
}
void *calloc(std::size_t count, std::size_t size) {
    count_call();
    return __libc_calloc(count, size);
}
void *realloc(void *block, std::size_t size) {
    count_call();
    return __libc_realloc(block, size);
}
void *aligned_alloc(std::size_t alignment, std::size_t size) {
    count_call();
    return __libc_memalign(alignment, size);
}
int posix_memalign(void **block, std::size_t alignment, std::size_t size) {
    count_call();
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? 12 : 0;
}
void free(void *block) {
    if (block != nullptr) count_call();
    __libc_free(block);
}
}
#endif

namespace sluice_test {

#if !SLUICE_IS_SANITIZED

namespace {

template <typename Work>
std::size_t allocations_of(Work &&work) {
    calls_while_armed = 0;
    is_armed = true;
    work();
    is_armed = false;
    return calls_while_armed;
}

// A host whose callbacks allocate nothing either, so that every call counted is the library's.
class QuietHost {
public:
    explicit QuietHost(const std::string &config) {
        sluice_host host = SLUICE_HOST_INIT;
        host.context = this;
        host.release = [](void *context, const sluice_release *release) {
            QuietHost &self = *static_cast<QuietHost *>(context);
            ++self.release_count;
            self.last_release = *release;
            return self.answer;
        };
        host.wake = [](void *, std::uint32_t, std::uint64_t) {};
        host.log = [](void *, std::int32_t, const char *, std::size_t) {};
        host.now_ns = [](void *context) { return static_cast<QuietHost *>(context)->clock_ns; };
        sluice_error error = SLUICE_ERROR_INIT;
        if (api.engine_create(&host, config.data(), config.size(), &engine, &error) != SLUICE_OK) {
            throw std::runtime_error(error.message);
        }
        api.lane_open(engine, 1, "lane", 4, &lane, nullptr);
    }
    ~QuietHost() {
        while (api.engine_stop(engine, SLUICE_STOP_ABANDON, nullptr) != SLUICE_OK) {
            clock_ns += kSecondNs;
            api.poll(engine, SLUICE_VENUE_ALL, clock_ns, 1000);
        }
        api.engine_destroy(engine, nullptr);
    }
    QuietHost(const QuietHost &) = delete;
    QuietHost &operator=(const QuietHost &) = delete;

    sluice_verdict submit(const sluice_request &request) {
        sluice_verdict verdict = SLUICE_VERDICT_INIT;
        api.submit(lane, &request, clock_ns, &verdict);
        return verdict;
    }
    void report(std::uint32_t kind, std::uint64_t grant = 0, std::uint64_t order_id = 0) {
        sluice_event event = SLUICE_EVENT_INIT;
        event.kind = kind;
        event.grant = grant;
        event.order_id = order_id;
        event.message_kind = SLUICE_KIND_NEW;
        api.report(lane, &event, clock_ns);
    }
    std::int32_t poll() { return api.poll(engine, SLUICE_VENUE_ALL, clock_ns, 1000); }

    PluginLibrary library;
    const sluice_api_v1 &api = library.table();
    sluice_engine *engine = nullptr;
    sluice_lane *lane = nullptr;
    std::uint64_t clock_ns = 1'000 * kSecondNs;
    std::size_t release_count = 0;
    sluice_release last_release = {};
    sluice_status answer = SLUICE_OK;
};

}  // namespace

TEST(NoAllocation, the_counter_counts) {
    static void *volatile block = nullptr;
    EXPECT_EQ(allocations_of([] {
        block = std::malloc(10);
        std::free(block);
    }),
        2u);
    EXPECT_EQ(allocations_of([] {
        block = ::operator new(10);
        ::operator delete(block);
    }),
        2u);
}

TEST(NoAllocation, submit_of_every_verdict_from_the_first_call_on) {
    QuietHost host(one_venue(window_limit(2, 1000)));
    std::uint32_t actions[6] = {};
    EXPECT_EQ(allocations_of([&] {
        host.report(SLUICE_EVENT_LANE_UP);
        actions[0] = host.submit(new_order(1)).action;
        actions[1] = host.submit(new_order(2)).action;
        actions[2] = host.submit(new_order(3)).action;
        actions[3] = host.submit(cancel_of(3, 4)).action;
        actions[4] = host.submit(new_order(0)).action;
        actions[5] = host.submit(amend_of(9, 5)).action;
    }),
        0u);
    EXPECT_EQ(actions[0], std::uint32_t{SLUICE_ACTION_SEND});
    EXPECT_EQ(actions[2], std::uint32_t{SLUICE_ACTION_HELD});
    EXPECT_EQ(actions[3], std::uint32_t{SLUICE_ACTION_ABSORBED});
    EXPECT_EQ(actions[4], std::uint32_t{SLUICE_ACTION_REFUSED});
    EXPECT_EQ(actions[5], std::uint32_t{SLUICE_ACTION_HELD});
}

TEST(NoAllocation, reports_of_every_kind) {
    QuietHost host(one_venue(R"("breaker": {"consecutive_failures": 2, "isolation_ms": 1})"));
    EXPECT_EQ(allocations_of([&] {
        host.report(SLUICE_EVENT_LANE_UP);
        std::uint64_t order = 1;
        for (std::uint32_t kind = SLUICE_EVENT_WRITTEN; kind <= SLUICE_EVENT_UNGATED; ++kind) {
            host.report(kind, host.submit(new_order(order)).grant, order);
            ++order;
            host.report(kind, 12345);
            host.report(kind);
            host.report(SLUICE_EVENT_LANE_UP);
            host.clock_ns += kSecondNs;
        }
    }),
        0u);
}

TEST(NoAllocation, poll_and_next_due_while_a_full_queue_drains) {
    constexpr std::uint64_t kHeld = 500;
    QuietHost host(one_venue(window_limit(50, 1000) + R"(, "held_max": 500, "ageing_ms": 10)"));
    host.report(SLUICE_EVENT_LANE_UP);
    std::size_t polls = 0;
    EXPECT_EQ(allocations_of([&] {
        for (std::uint64_t ticket = 1; ticket <= kHeld + 100; ++ticket) {
            sluice_request request = new_order(ticket);
            if (ticket % 7 == 0) request.flags = SLUICE_FLAG_REDUCES_RISK;
            if (ticket % 5 == 0) request.deadline_ns = host.clock_ns + ticket * kMillisecondNs;
            host.submit(request);
        }
        while (host.release_count < kHeld && polls++ < 1000) {
            host.answer = polls % 10 == 0 ? SLUICE_E_BUSY : SLUICE_OK;
            host.poll();
            host.api.next_due_ns(host.engine, SLUICE_VENUE_ALL);
            host.clock_ns += 100 * kMillisecondNs;
        }
    }),
        0u);
    EXPECT_GE(host.release_count, kHeld);
}

#else

TEST(NoAllocation, needs_a_malloc_of_its_own) {
    GTEST_SKIP() << "the sanitizer has taken the place of malloc";
}

#endif

}  // namespace sluice_test
