// Every call that takes a struct, in one list: for each struct the bytes of one that the call accepts, and the call
// with that struct in some other place. The rules of struct sizes are the same for all, so the cases go through the
// list. One thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host.hpp"

namespace sluice::validate {

struct StructProbe {
    const char *name;                  // "submit: request"
    std::vector<unsigned char> sound;  // its 1.0 size; for outputs only the size counts
    std::function<sluice_status(void *bytes, sluice_error *error)> call;
    bool takes_error = false;
    bool may_be_null = false;
};

// An engine that answers all of them with OK, and the lists for it. The host must outlive the lists.
class ProbedEngine {
public:
    ProbedEngine(Judge &judge, const Plugin &plugin);

    std::vector<StructProbe> inputs();
    std::vector<StructProbe> outputs();

    Host host;

private:
    void add_core_inputs(std::vector<StructProbe> &list);
    void add_extension_inputs(std::vector<StructProbe> &list);

    sluice_lane *lane_;
    uint32_t venue_;
    uint32_t limit_;
};

}  // namespace sluice::validate
