#include "case.hpp"

namespace sluice::validate {

CaseList all_cases() {
    CaseList list;
    add_file_cases(list);
    add_entry_cases(list);
    add_extension_cases(list);
    add_input_struct_cases(list);
    add_output_struct_cases(list);
    add_error_struct_cases(list);
    add_handle_cases(list);
    add_argument_cases(list);
    add_config_cases(list);
    add_lifecycle_cases(list);
    add_callback_cases(list);
    add_request_cases(list);
    add_order_cases(list);
    add_cancel_cases(list);
    add_limit_cases(list);
    add_reload_cases(list);
    add_isolation_cases(list);
    add_clock_cases(list);
    add_batch_cases(list);
    add_metrics_cases(list);
    add_process_cases(list);
    add_random_cases(list);
    add_thread_cases(list);
    return list;
}

}  // namespace sluice::validate
