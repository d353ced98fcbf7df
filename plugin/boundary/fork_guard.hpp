// Keeps a child process away from its parent's engines. After fork() the child has a copy of every engine but of no
// thread that was inside one: a lock that such a thread held stays taken for ever. So the child forgets the engines
// before any of its code runs, and every handle of the parent is refused in it.
//
// Installed once a process, by the first engine_create(); any thread. It runs only in the child of a fork(), takes no
// lock and frees nothing, so it can neither wait nor find anything half done. The parent does not notice it.
#pragma once

namespace sluice {

// False when the operating system gives no memory for it; nothing has changed then.
bool install_fork_guard() noexcept;

}  // namespace sluice
