// While this object lives its thread runs before all ordinary ones, so that a percentile shows the code and not who
// else uses the machine. That needs a right (CAP_SYS_NICE); without it nothing changes, and the figures say so. Made
// and destroyed by the thread that measures.
#pragma once

#include <chrono>

namespace sluice_bench {

class Undisturbed {
public:
    Undisturbed();
    // Rests a moment: the system stops a thread that leaves nothing to the others for a second.
    ~Undisturbed();
    Undisturbed(const Undisturbed &) = delete;
    Undisturbed &operator=(const Undisturbed &) = delete;

    // False: the system refused.
    bool is_granted() const { return is_granted_; }

private:
    bool is_granted_;
    std::chrono::steady_clock::time_point begin_;
};

}  // namespace sluice_bench
