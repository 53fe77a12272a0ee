// Kernels by name, and their grids on several threads of the operating system.
#include <atomic>
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>

#include "worker.h"

namespace emulator {

__thread Thread* current = nullptr;

namespace {

std::map<std::string, Kernel>& kernels() {
    static std::map<std::string, Kernel> registered;
    return registered;
}

std::mutex errorLock;
std::string firstError;
std::atomic<bool> failed{false};

Worker& self() { return *static_cast<Worker*>(current); }

// Workers keep their stacks from launch to launch.
std::mutex workersLock;
std::vector<std::unique_ptr<Worker>> workers;

std::unique_ptr<Worker> takeWorker() {
    std::lock_guard<std::mutex> guard(workersLock);
    if (workers.empty()) return std::make_unique<Worker>();
    std::unique_ptr<Worker> worker = std::move(workers.back());
    workers.pop_back();
    return worker;
}

void work(Launch& launch) {
    std::unique_ptr<Worker> worker = takeWorker();
    worker->run(launch);
    std::lock_guard<std::mutex> guard(workersLock);
    workers.push_back(std::move(worker));
}

constexpr uint64_t WORTH_A_THREAD = 16384; // emulated threads

void runGrid(Launch& launch, int threads) {
    uint64_t useful = launch.blocks * launch.blockThreads / WORTH_A_THREAD + 1;
    uint64_t count = std::min({(uint64_t)threads, launch.blocks, useful});
    std::vector<std::thread> helpers;
    for (uint64_t i = 1; i < count; i++) helpers.emplace_back([&launch] { work(launch); });
    work(launch);
    for (std::thread& helper : helpers) helper.join();
}

std::string refusal(const Kernel& kernel, const Launch& launch, int shared, const std::string& kinds) {
    auto outside = [](unsigned value, unsigned limit) { return value < 1 || value > limit; };
    if (kernel.kinds != kinds) return "its parameters are " + kernel.kinds + ", but it was given " + kinds;
    if (outside(launch.grid.x, 0x7FFFFFFF) || outside(launch.grid.y, 65535) || outside(launch.grid.z, 65535)) {
        return "the grid is empty or larger than a device allows";
    }
    if (outside(launch.block.x, 1024) || outside(launch.block.y, 1024) || outside(launch.block.z, 64) ||
        outside(launch.blockThreads, 1024)) {
        return "the block is empty or larger than 1024 threads";
    }
    if (shared < 0 || (size_t)shared > SHARED_BYTES) return "it asks for more shared memory than a block can have";
    return "";
}

} // namespace

bool hasFailed() { return failed; }
void report(const std::string& message) {
    std::lock_guard<std::mutex> guard(errorLock);
    if (!failed) {
        firstError = message;
        failed = true;
    }
}
std::string place() { return current == nullptr ? "the host" : self().place(); }

void barrier() { self().waitAtBarrier(); }
const Exchange& exchange(unsigned mask, uint64_t value) { return self().exchange(mask, value); }
int lane() { return self().lane(); }
void fail(const char* message) {
    report(std::string(message) + ", in " + place());
    self().abandon();
}
Registration::Registration(Kernel kernel) { kernels()[kernel.name] = kernel; }

} // namespace emulator

using namespace emulator;

// Runs a kernel. Extents are those of the grid, of the block, and the bytes of dynamic shared memory. Returns 0, or 1 with
// a message.
EXPORTED int emulator_launch(const char* name, const int* extents, const char* kinds, void** arguments, long long seed,
                             int threads, char* message, int capacity) {
    static std::mutex oneAtATime;
    std::lock_guard<std::mutex> guard(oneAtATime);
    failed = false;
    firstError.clear();
    auto found = kernels().find(name);
    if (found == kernels().end()) {
        report("there is no such kernel");
    } else {
        Launch launch;
        launch.kernel = &found->second;
        launch.arguments = arguments;
        launch.grid = {(unsigned)extents[0], (unsigned)extents[1], (unsigned)extents[2]};
        launch.block = {(unsigned)extents[3], (unsigned)extents[4], (unsigned)extents[5]};
        launch.blocks = (uint64_t)launch.grid.x * launch.grid.y * launch.grid.z;
        launch.blockThreads = extents[3] * extents[4] * extents[5];
        launch.seed = (uint64_t)seed;
        launch.sharedBytes = (size_t)extents[6];
        std::string reason = refusal(found->second, launch, extents[6], kinds);
        if (reason.empty()) {
            runGrid(launch, threads);
        } else {
            report(reason);
        }
    }
    std::snprintf(message, (size_t)capacity, "%s", firstError.c_str());
    return failed ? 1 : 0;
}
