// A block finds NaN in its shared memory, not what the one before it left: that would hide a missing barrier. Only where
// accesses are checked.
#pragma once

#include <link.h>

#include <cstring>

#include "runtime.h"

namespace emulator {

class Poison {
  public:
    // The thread may be another one than in the last launch, with other variables.
    void newThread() { variables = {nullptr, 0}; }

    void fill([[maybe_unused]] void* dynamic, [[maybe_unused]] size_t bytes) {
#ifdef FITACT_CHECKED
        Thread* self = current; // lies among the thread's own variables, as `__shared__` arrays do
        if (variables.start == nullptr) dl_iterate_phdr(&Poison::findVariables, &variables);
        if (variables.start != nullptr) std::memset(variables.start, 0xFF, variables.bytes);
        current = self;
        std::memset(dynamic, 0xFF, bytes);
#endif
    }

  private:
    // The thread-local variables of this library.
    struct Variables {
        char* start;
        size_t bytes;
    };
    Variables variables = {nullptr, 0};

    static int findVariables(dl_phdr_info* library, size_t, void* found) {
        for (int i = 0; i < library->dlpi_phnum; i++) {
            char* start = static_cast<char*>(library->dlpi_tls_data);
            size_t bytes = library->dlpi_phdr[i].p_memsz;
            size_t offset = reinterpret_cast<char*>(&current) - start;
            if (library->dlpi_phdr[i].p_type == PT_TLS && start != nullptr && offset < bytes) {
                *static_cast<Variables*>(found) = {start, bytes};
                return 1;
            }
        }
        return 0;
    }
};

} // namespace emulator
