// What the parts of the emulator's run-time share. fiber.h switches stacks, worker.h runs blocks, launch.cpp runs grids,
// memory.cpp is the device's memory.
#pragma once

#include <cstddef>
#include <string>

#include "cuda_emulator.h"
#undef threadIdx
#undef blockIdx
#undef blockDim
#undef gridDim

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace emulator {

constexpr size_t SHARED_BYTES = 227 * 1024; // what a block can have

// Keeps the first error of a launch, which ends it.
void report(const std::string& message);
bool hasFailed();

// Where the thread that runs now is in its grid; of the host's own threads, "the host".
std::string place();

} // namespace emulator
