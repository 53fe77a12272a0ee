// The state of a block that runs: its threads, its warps, and the launch that it belongs to.
#pragma once

#include <atomic>

#include "runtime.h"

namespace emulator {

constexpr int WARP = 32;

enum class State : uint8_t { NOT_STARTED, RUNNING, READY, AT_BARRIER, IN_EXCHANGE, DONE };

// Lanes leave their values in `offered`; when all of a group have, these go to the next slot, where each lane reads them
// when it is its turn. In a turn of the scheduler a lane takes part in one exchange, so no slot is taken again too soon.
struct Warp {
    static constexpr int SLOTS = 2 * WARP;
    unsigned arrived, done, nextSlot;
    unsigned masks[WARP];
    uint8_t slot[WARP];
    uint64_t offered[WARP];
    Exchange slots[SLOTS];
};

struct Launch {
    const Kernel* kernel;
    void** arguments;
    dim3 grid, block;
    uint64_t seed; // 0: threads and blocks in their order
    int blockThreads;
    size_t sharedBytes;
    uint64_t blocks;
    std::atomic<uint64_t> nextBlock{0};
};

} // namespace emulator
