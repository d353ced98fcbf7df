// Ties the calling thread to one processor, so that no figure contains a move to another one. Called by each measuring
// thread for itself.
#pragma once

namespace sluice_bench {

// How many processors this process may use.
int processor_count();

// `index` counts those from 0; more than there are start again from the first. Throws when the system refuses.
void pin_to_processor(int index);

// May use all of them again.
void unpin();

}  // namespace sluice_bench
