// One promise of the contract and the code that judges it. Each file of cases/ adds its own to the list; each case runs
// in a process of its own, so it may crash, hang or leave the plugin in any state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "judge.hpp"

namespace sluice::validate {

// What is judged.
struct Target {
    std::string path;
    uint64_t seed = 1;  // of everything random in a case
};

struct Case {
    const char *name;     // "area.what"
    const char *promise;  // one line for humans
    void (*run)(Judge &judge, const Target &target);
};

using CaseList = std::vector<Case>;

void add_file_cases(CaseList &list);
void add_entry_cases(CaseList &list);
void add_extension_cases(CaseList &list);
void add_input_struct_cases(CaseList &list);
void add_output_struct_cases(CaseList &list);
void add_error_struct_cases(CaseList &list);
void add_handle_cases(CaseList &list);
void add_argument_cases(CaseList &list);
void add_config_cases(CaseList &list);
void add_lifecycle_cases(CaseList &list);
void add_callback_cases(CaseList &list);
void add_request_cases(CaseList &list);
void add_order_cases(CaseList &list);
void add_cancel_cases(CaseList &list);
void add_limit_cases(CaseList &list);
void add_reload_cases(CaseList &list);
void add_isolation_cases(CaseList &list);
void add_clock_cases(CaseList &list);
void add_batch_cases(CaseList &list);
void add_metrics_cases(CaseList &list);
void add_process_cases(CaseList &list);
void add_random_cases(CaseList &list);
void add_thread_cases(CaseList &list);

// All of them, in the order in which they are run.
CaseList all_cases();

}  // namespace sluice::validate
