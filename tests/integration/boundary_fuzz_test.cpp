// Random bytes in structs of random sizes, through every function of the tables. Each struct ends at a page that must
// not be touched, so reading past struct_size is a crash. The seed is fixed: a failure comes again.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <random>

#include "test_host.hpp"

namespace sluice_test {

namespace {

// One page of memory with a forbidden page behind it.
class GuardedPage {
public:
    GuardedPage() {
        bytes_ = static_cast<unsigned char *>(
            mmap(nullptr, 2 * page_bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        if (bytes_ == MAP_FAILED || mprotect(bytes_ + page_bytes_, page_bytes_, PROT_NONE) != 0) {
            throw std::runtime_error("no guarded page");
        }
    }
    ~GuardedPage() { munmap(bytes_, 2 * page_bytes_); }
    GuardedPage(const GuardedPage &) = delete;
    GuardedPage &operator=(const GuardedPage &) = delete;

    // The last `size` bytes before the forbidden page.
    unsigned char *last(std::size_t size) { return bytes_ + page_bytes_ - size; }

private:
    const std::size_t page_bytes_ = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    unsigned char *bytes_;
};

class Fuzzer {
public:
    explicit Fuzzer(std::uint64_t seed) : random_(seed) {}

    std::uint64_t number() {
        switch (random_() % 4) {
            case 0:
                return random_() % 8;
            case 1:
                return UINT64_MAX - random_() % 8;
            case 2:
                return random_();
            default:
                return random_() % 2000;
        }
    }
    std::uint32_t small() { return static_cast<std::uint32_t>(random_() % 4); }
    bool one_in(std::uint32_t odds) { return random_() % odds == 0; }

    // A struct at the edge of the page, of any size. It says that size, a smaller one, or an impossible one.
    template <typename Struct>
    Struct *any(GuardedPage &page) {
        constexpr std::size_t kAlign = 8;
        const std::size_t size = one_in(4) ? (random_() % 40) * kAlign + kAlign : sizeof(Struct);
        unsigned char *bytes = page.last(size);
        const bool is_noise = one_in(3);
        for (std::size_t offset = 0; offset < size; offset += 4) {
            const std::uint32_t word = is_noise    ? static_cast<std::uint32_t>(random_())
                                       : one_in(3) ? static_cast<std::uint32_t>(number())
                                                   : small();
            std::memcpy(bytes + offset, &word, sizeof word);
        }
        if (size > sizeof(Struct) && one_in(2)) std::memset(bytes + sizeof(Struct), 0, size - sizeof(Struct));
        std::uint32_t said = static_cast<std::uint32_t>(size);
        // A size that nothing can have is only found in a whole struct that nobody has filled.
        if (one_in(10)) said /= 2;
        if (one_in(10) && size >= sizeof(Struct)) said = 1025 + static_cast<std::uint32_t>(number() % 100'000);
        std::memcpy(bytes, &said, sizeof said);
        return one_in(50) ? nullptr : reinterpret_cast<Struct *>(bytes);
    }

    // A message that is mostly sane, so that the state behind the boundary is worth attacking.
    sluice_request sane() {
        sluice_request request = request_of(1 + static_cast<std::uint32_t>(random_() % 7), 1 + next_ticket_++);
        request.order_id = random_() % 30;
        request.flags = small();
        request.deadline_ns = one_in(5) ? number() : 0;
        request.message_count = one_in(5) ? small() * 3 : 0;
        return request;
    }

private:
    std::mt19937_64 random_;
    std::uint64_t next_ticket_ = 0;
};

// What the calls work on.
struct Target {
    TestHost host{R"({"version": 1, "capacity": {"owners": 3, "accounts": 3, "instruments": 3}, "venues": [
        {"name": "SIM", "held_max": 8, "orders_max": 8, "grants_max": 8, "lanes_max": 2, "limits": [
            {"name": "a", "shape": "sliding_window", "scope": "venue", "limit": 4, "window_ms": 50,
             "cancel_reserve": 1},
            {"name": "b", "shape": "token_bucket", "scope": "owner", "limit": 2, "refill_amount": 1,
             "refill_interval_ms": 20}]},
        {"name": "OTHER", "shadow": true, "held_max": 4, "limits": [
            {"name": "c", "shape": "sliding_window", "scope": "lane", "limit": 2, "window_ms": 30}]}]})"};
    GuardedPage input;
    GuardedPage output;
    sluice_lane *lanes[2] = {host.lane_up(), host.lane_up("lane", "OTHER")};
};

void call_core(Target &target, Fuzzer &fuzzer, std::uint64_t now_ns) {
    const sluice_api_v1 &api = target.host.api;
    sluice_engine *engine = target.host.engine;
    sluice_lane *lane = target.lanes[fuzzer.small() % 2];
    auto *error = fuzzer.any<sluice_error>(target.output);
    std::uint32_t id = 0;
    switch (fuzzer.number() % 10) {
        case 0:
        case 1:
            api.submit(
                lane, fuzzer.any<sluice_request>(target.input), now_ns, fuzzer.any<sluice_verdict>(target.output));
            break;
        case 2:
        case 3:
            api.report(lane, fuzzer.any<sluice_event>(target.input), now_ns);
            break;
        case 4:
        case 5: {
            const sluice_request request = fuzzer.sane();
            sluice_verdict verdict = SLUICE_VERDICT_INIT;
            api.submit(lane, &request, target.host.now(), &verdict);
            if (fuzzer.one_in(2)) target.host.report(lane, 1 + fuzzer.small() * 2, verdict.grant, request.order_id);
            break;
        }
        case 6:
            target.host.report(lane, SLUICE_EVENT_LANE_UP);
            break;
        case 7:
            api.intern(engine, fuzzer.small() + 1, "name", fuzzer.number() % 5, &id, error);
            break;
        case 8:
            api.poll(engine, fuzzer.small(), now_ns, static_cast<std::int32_t>(fuzzer.number()));
            break;
        default:
            api.next_due_ns(engine, fuzzer.small());
            break;
    }
}

void call_extensions(Target &target, Fuzzer &fuzzer, std::uint64_t now_ns) {
    const TestHost &host = target.host;
    sluice_engine *engine = host.engine;
    sluice_lane *lane = fuzzer.one_in(3) ? nullptr : target.lanes[fuzzer.small() % 2];
    const std::uint32_t id = fuzzer.small();
    switch (fuzzer.number() % 10) {
        case 0:
            host.kill().engage(engine, fuzzer.any<sluice_kill_scope>(target.input), nullptr);
            break;
        case 1:
        case 2:
            host.kill().clear(engine, fuzzer.any<sluice_kill_scope>(target.input), nullptr);
            break;
        case 3:
            host.kill().state(
                engine, fuzzer.any<sluice_kill_scope>(target.input), fuzzer.any<sluice_kill_state>(target.output));
            break;
        case 4:
            host.breaker().state(engine, id, lane, fuzzer.any<sluice_breaker_state>(target.output));
            break;
        case 5:
            (fuzzer.one_in(2) ? host.breaker().reset : host.breaker().trip)(engine, id, lane, nullptr);
            break;
        case 6:
            host.limits().time_to_available(
                lane, fuzzer.any<sluice_request>(target.input), now_ns, fuzzer.any<sluice_availability>(target.output));
            break;
        case 7:
            host.limits().usage(engine, id, fuzzer.any<sluice_limit_key>(target.input), now_ns,
                fuzzer.any<sluice_usage>(target.output));
            break;
        case 8:
            host.limits().numbers(engine, id, fuzzer.any<sluice_limit_numbers>(target.output));
            break;
        default:
            host.limits().reload(engine, id, fuzzer.any<sluice_limit_numbers>(target.input), nullptr);
            break;
    }
}

class BoundaryFuzz : public testing::TestWithParam<std::uint64_t> {};

}  // namespace

TEST_P(BoundaryFuzz, random_bytes_crash_nothing_and_lose_nothing) {
    Target target;
    Fuzzer fuzzer(GetParam());
    TestHost &host = target.host;
    for (int step = 0; step < 20'000; ++step) {
        host.advance(kMillisecondNs);
        const std::uint64_t now_ns = fuzzer.one_in(4) ? fuzzer.number() : host.now();
        host.on_release = [&](const sluice_release &release) {
            return fuzzer.one_in(3) ? static_cast<sluice_status>(fuzzer.number()) : host.write_released(release);
        };
        fuzzer.one_in(3) ? call_extensions(target, fuzzer, now_ns) : call_core(target, fuzzer, now_ns);
    }
    host.on_release = [&](const sluice_release &release) { return host.write_released(release); };
    while (host.stop(SLUICE_STOP_ABANDON) == SLUICE_E_BUSY)
        host.run_until(host.now() + 10 * kSecondNs);
    EXPECT_EQ(host.stop(SLUICE_STOP_ABANDON), SLUICE_OK);
    EXPECT_EQ(host.scrape().sum("sluice_held_requests"), 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, BoundaryFuzz, testing::Range<std::uint64_t>(1, 9));

}  // namespace sluice_test
