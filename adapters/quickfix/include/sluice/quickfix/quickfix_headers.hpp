// Includes QuickFIX so that it compiles in the language of the host, and names the exception specifications that an
// override of FIX::Application must carry. QuickFIX 1.15 declares `throw(...)`, which C++17 no longer knows; 1.16
// writes EXCEPT(...). Include this instead of the QuickFIX headers, at least before them: a plain include in C++17
// fails.
#ifndef SLUICE_QUICKFIX_HEADERS_HPP
#define SLUICE_QUICKFIX_HEADERS_HPP

#if __cplusplus >= 201703L
// Every standard header that QuickFIX includes comes first: the macro below must be seen by QuickFIX alone.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <limits>
#include <list>
#include <locale>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <queue>
#include <set>
#include <sstream>
#include <stack>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <typeinfo>
#include <utility>
#include <vector>
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wkeyword-macro"
#endif
#define throw(...)
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
#define SLUICE_QUICKFIX_UNDEFINE_THROW 1
#endif

#include <quickfix/Application.h>
#include <quickfix/Exceptions.h>
#include <quickfix/Log.h>
#include <quickfix/Message.h>
#include <quickfix/Session.h>
#include <quickfix/SessionID.h>
#include <quickfix/SessionSettings.h>

#ifdef SLUICE_QUICKFIX_UNDEFINE_THROW
#undef throw
#undef SLUICE_QUICKFIX_UNDEFINE_THROW
#endif

// The specification of an override, in the words of the QuickFIX that is installed.
#if defined(EXCEPT)
#define SLUICE_QUICKFIX_THROWS(...) EXCEPT(__VA_ARGS__)
#elif __cplusplus >= 201703L
#define SLUICE_QUICKFIX_THROWS(...)
#else
#define SLUICE_QUICKFIX_THROWS(...) throw(__VA_ARGS__)
#endif

#endif
