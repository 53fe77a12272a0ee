// Runs a grid on the CPU. A thread of a block is taken up by a fiber; a fiber whose thread ends without having waited
// takes up the next one, so a kernel without barriers costs no switch at all.
#include <link.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "cuda_emulator.h"
#undef threadIdx
#undef blockIdx
#undef blockDim
#undef gridDim

namespace emulator {

__thread Thread* current = nullptr;

namespace {

constexpr size_t STACK_BYTES = 64 * 1024;
constexpr size_t SHARED_BYTES = 227 * 1024;
constexpr int WARP = 32;

std::map<std::string, Kernel>& kernels() {
    static std::map<std::string, Kernel> registered;
    return registered;
}

std::mutex errorLock;
std::string firstError;
std::atomic<bool> failed{false};

void report(const std::string& message) {
    std::lock_guard<std::mutex> guard(errorLock);
    if (!failed) {
        firstError = message;
        failed = true;
    }
}

#if defined(__x86_64__)
// Saves the callee-saved registers and the stack pointer of one fiber and takes up those of another.
extern "C" __attribute__((visibility("hidden"))) void emulator_switch(void** save, void* load);
__asm__(
    ".text\n.hidden emulator_switch\n.globl emulator_switch\n.type emulator_switch,@function\nemulator_switch:\n"
    "push %rbp\npush %rbx\npush %r12\npush %r13\npush %r14\npush %r15\n"
    "mov %rsp,(%rdi)\nmov %rsi,%rsp\n"
    "pop %r15\npop %r14\npop %r13\npop %r12\npop %rbx\npop %rbp\nret\n");

struct Context {
    void* stackPointer = nullptr;
    void start(char* stack, void (*entry)()) {
        void** top = reinterpret_cast<void**>(stack + STACK_BYTES);
        *--top = nullptr; // where a return address would be: aligns the stack as after a call
        *--top = reinterpret_cast<void*>(entry);
        for (int i = 0; i < 6; i++) *--top = nullptr;
        stackPointer = top;
    }
    static void change(Context& from, Context& to) { emulator_switch(&from.stackPointer, to.stackPointer); }
};
#else
} // namespace
} // namespace emulator
#include <ucontext.h>
namespace emulator {
namespace {
struct Context {
    ucontext_t context;
    void start(char* stack, void (*entry)()) {
        getcontext(&context);
        context.uc_stack.ss_sp = stack;
        context.uc_stack.ss_size = STACK_BYTES;
        context.uc_link = nullptr;
        makecontext(&context, entry, 0);
    }
    static void change(Context& from, Context& to) { swapcontext(&from.context, &to.context); }
};
#endif

struct Fiber {
    Context context;
    char* stack;
    int thread = -1;
    Fiber() {
        void* memory = mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) throw std::bad_alloc();
        stack = static_cast<char*>(memory);
    }
    ~Fiber() { munmap(stack, STACK_BYTES); }
    Fiber(const Fiber&) = delete;
};

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

uint64_t mix(uint64_t x) { // SplitMix64
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

class Worker : public Thread {
  public:
    void run(Launch& launch) {
        this->launch = &launch;
        current = this;
        variables = {nullptr, 0};
        shared = sharedMemory.get();
        blockDim = launch.block;
        gridDim = launch.grid;
        states.resize(launch.blockThreads);
        fiberOf.resize(launch.blockThreads);
        order.resize(launch.blockThreads);
        warps.resize((launch.blockThreads + WARP - 1) / WARP);
        for (uint64_t i; !failed && (i = launch.nextBlock++) < launch.blocks;) {
            // An odd factor would need a power of two; a rotation from a random place is enough to break an order.
            runBlock(launch.seed == 0 ? i : (launch.blocks - 1 - (i + launch.seed) % launch.blocks));
        }
        current = nullptr;
    }

    void waitAtBarrier() {
        barrierWaiting++;
        park(State::AT_BARRIER);
    }

    const Exchange& exchange(unsigned mask, uint64_t value) {
        Warp& warp = warps[thread / WARP];
        int lane = thread % WARP;
        if (!(mask >> lane & 1)) fail("a lane calls a warp function with a mask that leaves it out");
        warp.offered[lane] = value;
        warp.masks[lane] = mask;
        warp.arrived |= 1u << lane;
        park(State::IN_EXCHANGE);
        return warp.slots[warp.slot[lane]];
    }

    int lane() const { return thread % WARP; }

    // Leaves the block: its fibers are abandoned.
    [[noreturn]] void abandon() {
        Context lost;
        Context::change(lost, scheduler);
        __builtin_unreachable();
    }

    std::string place() const {
        char text[160];
        std::snprintf(text, sizeof text, "block (%u, %u, %u), thread (%u, %u, %u)", blockIdx.x, blockIdx.y, blockIdx.z,
                      threadIdx.x, threadIdx.y, threadIdx.z);
        return text;
    }

  private:
    Launch* launch;
    int thread, live, barrierWaiting, nextStart;
    std::vector<State> states;
    std::vector<Fiber*> fiberOf;
    std::vector<int> order;
    std::vector<Warp> warps;
    std::vector<std::unique_ptr<Fiber>> fibers;
    std::vector<Fiber*> idle;
    Fiber* running = nullptr;
    Context scheduler;
    std::unique_ptr<char[]> sharedMemory{new char[SHARED_BYTES]};
    uint64_t random = 1;

    void runBlock(uint64_t block) {
        blockIdx = {(unsigned)(block % gridDim.x), (unsigned)(block / gridDim.x % gridDim.y),
                    (unsigned)(block / gridDim.x / gridDim.y)};
        poisonShared();
        int n = launch->blockThreads;
        std::fill(states.begin(), states.end(), State::NOT_STARTED);
        for (size_t w = 0; w < warps.size(); w++) {
            warps[w].arrived = warps[w].nextSlot = 0;
            int lanes = n - (int)w * WARP;
            warps[w].done = lanes >= WARP ? 0 : ~0u << lanes; // lanes that the block has no threads for
        }
        for (int i = 0; i < n; i++) order[i] = i;
        random = mix(launch->seed ^ mix(block));
        live = n;
        barrierWaiting = nextStart = 0;
        shuffle();
        while (live > 0 && !failed) {
            if (!turn()) {
                report("no thread of block (" + std::to_string(blockIdx.x) + ", " + std::to_string(blockIdx.y) + ", " +
                       std::to_string(blockIdx.z) + ") can go on: " + std::to_string(barrierWaiting) + " of " +
                       std::to_string(live) + " wait at a barrier, the others for lanes of their warp");
            }
        }
        if (live > 0) {
            fibers.clear();
            idle.clear();
        }
    }

    // A block finds NaN in its shared memory, not what the one before it left: that would hide a missing barrier.
    void poisonShared() {
#ifdef FITACT_CHECKED
        Thread* self = current; // lies among the thread's own variables, as `__shared__` arrays do
        if (variables.start == nullptr) dl_iterate_phdr(&Worker::findVariables, &variables);
        if (variables.start != nullptr) std::memset(variables.start, 0xFF, variables.bytes);
        current = self;
        std::memset(shared, 0xFF, launch->sharedBytes);
#endif
    }

    // The thread-local variables of this library.
    struct Variables {
        char* start;
        size_t bytes;
    };
    Variables variables;

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

    // Every thread that can run does, until it waits or ends; whether there was one.
    bool turn() {
        bool progress = false;
        while (nextStart < launch->blockThreads && !failed) {
            resume(idleFiber());
            progress = true;
        }
        shuffle();
        for (int t : order) {
            if (failed) break;
            if (states[t] == State::READY) {
                select(t);
                resume(fiberOf[t]);
                progress = true;
            }
        }
        return progress;
    }

    void shuffle() {
        if (launch->seed == 0) return;
        for (int i = (int)order.size() - 1; i > 0; i--) {
            random = mix(random);
            std::swap(order[i], order[random % (i + 1)]);
        }
    }

    void resume(Fiber* fiber) {
        running = fiber;
        Context::change(scheduler, fiber->context);
    }

    Fiber* idleFiber() {
        if (idle.empty()) {
            fibers.push_back(std::make_unique<Fiber>());
            fibers.back()->context.start(fibers.back()->stack, &Worker::fiberMain);
            return fibers.back().get();
        }
        Fiber* fiber = idle.back();
        idle.pop_back();
        return fiber;
    }

    static void fiberMain() { static_cast<Worker*>(current)->takeThreads(); }

    void takeThreads() {
        for (;;) {
            while (nextStart < launch->blockThreads && !failed) {
                int t = order[nextStart++];
                fiberOf[t] = running;
                select(t);
                launch->kernel->call(launch->arguments);
                end();
            }
            Fiber* self = running;
            idle.push_back(self);
            Context::change(self->context, scheduler);
        }
    }

    void select(int t) {
        thread = t;
        states[t] = State::RUNNING;
        unsigned x = blockDim.x, y = blockDim.y;
        threadIdx = {t % x, t / x % y, t / x / y};
    }

    void end() {
        states[thread] = State::DONE;
        live--;
        Warp& warp = warps[thread / WARP];
        warp.done |= 1u << thread % WARP;
        for (int lane = 0; lane < WARP && warp.arrived != 0; lane++) completeExchange(lane);
        completeBarrier();
    }

    void park(State state) {
        states[thread] = state;
        if (state == State::IN_EXCHANGE) completeExchange(thread % WARP);
        completeBarrier();
        Fiber* self = running;
        Context::change(self->context, scheduler);
    }

    void completeBarrier() {
        if (live == 0 || barrierWaiting < live) return;
        for (State& state : states) {
            if (state == State::AT_BARRIER) state = State::READY;
        }
        barrierWaiting = 0;
    }

    // Lets the lanes go that a lane of this warp exchanges with, if all of them have come.
    void completeExchange(int lane) {
        Warp& warp = warps[thread / WARP];
        unsigned group = warp.masks[lane] & ~warp.done;
        if (!(warp.arrived >> lane & 1) || (warp.arrived & group) != group) return;
        warp.arrived &= ~group;
        unsigned slot = warp.nextSlot++ % Warp::SLOTS;
        warp.slots[slot].lanes = group;
        for (unsigned rest = group; rest != 0; rest &= rest - 1) {
            int member = __builtin_ctz(rest);
            warp.slots[slot].values[member] = warp.offered[member];
            warp.slot[member] = (uint8_t)slot;
            states[thread / WARP * WARP + member] = State::READY;
        }
    }
};

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

void barrier() { self().waitAtBarrier(); }
const Exchange& exchange(unsigned mask, uint64_t value) { return self().exchange(mask, value); }
int lane() { return self().lane(); }
void fail(const char* message) {
    report(std::string(message) + ", in " + self().place());
    self().abandon();
}
Registration::Registration(Kernel kernel) { kernels()[kernel.name] = kernel; }

// ---- Device memory: one reserved range, so that an address tells whether it is the device's.

namespace {

constexpr size_t ALIGNMENT = 256;
constexpr size_t LARGEST_ARENA = size_t(64) << 30;
std::mutex memoryLock;
char* arena = nullptr;
size_t arenaBytes = 0;
uint8_t* shadow = nullptr; // one byte per four of the arena: 1 where allocated
std::map<size_t, size_t> freePieces; // offset to bytes
std::map<size_t, size_t> allocated; // offset to bytes asked for

char* reserve(size_t bytes) {
    void* memory =
        mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? nullptr : static_cast<char*>(memory);
}

void reserveArena() {
    for (arenaBytes = LARGEST_ARENA; arena == nullptr && arenaBytes > (1 << 20); arenaBytes /= 2) {
        arena = reserve(arenaBytes);
        shadow = arena == nullptr ? nullptr : reinterpret_cast<uint8_t*>(reserve(arenaBytes / 4));
        if (arena != nullptr && shadow == nullptr) {
            munmap(arena, arenaBytes);
            arena = nullptr;
        }
        if (arena != nullptr) break;
    }
    if (arena != nullptr) freePieces[0] = arenaBytes;
}

// The piece with a gap behind it that belongs to nobody.
size_t withGap(size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT; }

#ifdef FITACT_CHECKED
void mark(size_t offset, size_t bytes, uint8_t value) {
    std::memset(shadow + offset / 4, value, (bytes + 3) / 4);
    std::memset(arena + offset, 0xFF, bytes); // a NaN, for whoever reads before anyone wrote, or after it was freed
}

void check(uintptr_t address, size_t bytes, const char* verb) {
    uintptr_t offset = address - reinterpret_cast<uintptr_t>(arena);
    if (offset >= arenaBytes) return; // a local variable, shared memory, an argument
    for (size_t i = offset / 4; i <= (offset + bytes - 1) / 4; i++) {
        if (!shadow[i]) {
            auto above = allocated.upper_bound(offset);
            std::string where = "outside all allocations";
            if (above != allocated.begin()) {
                auto below = std::prev(above);
                where = std::to_string((offset - below->first) / 4) + " elements into an allocation of " +
                        std::to_string(below->second / 4);
            }
            report(std::string(verb) + " of " + std::to_string(bytes) + " bytes " + where + ", in " +
                   (current ? self().place() : "the host"));
            return;
        }
    }
    if (address % (bytes > 16 ? 16 : bytes) != 0) report(std::string("misaligned ") + verb + ", in " + self().place());
}
#else
void mark(size_t, size_t, uint8_t) {}
#endif

} // namespace
} // namespace emulator

using namespace emulator;

#ifdef FITACT_CHECKED
// The compiler puts a call before every access (-fsanitize=kernel-address); what it calls is defined here.
#define CHECKED_ACCESS(bytes)                                                                              \
    extern "C" void __asan_load##bytes##_noabort(uintptr_t address) { check(address, bytes, "a read"); }   \
    extern "C" void __asan_store##bytes##_noabort(uintptr_t address) { check(address, bytes, "a write"); }
CHECKED_ACCESS(1)
CHECKED_ACCESS(2)
CHECKED_ACCESS(4)
CHECKED_ACCESS(8)
CHECKED_ACCESS(16)
extern "C" void __asan_loadN_noabort(uintptr_t address, size_t bytes) { check(address, bytes, "a read"); }
extern "C" void __asan_storeN_noabort(uintptr_t address, size_t bytes) { check(address, bytes, "a write"); }
extern "C" void __asan_handle_no_return() {}
extern "C" void __asan_before_dynamic_init(const void*) {}
extern "C" void __asan_after_dynamic_init() {}
#endif

#define EXPORTED extern "C" __attribute__((visibility("default")))

// The address, or null when there is no such piece.
EXPORTED void* emulator_allocate(long long bytes) {
    std::lock_guard<std::mutex> guard(memoryLock);
    if (arena == nullptr) reserveArena();
    size_t needed = withGap((size_t)bytes);
    for (auto piece = freePieces.begin(); piece != freePieces.end(); ++piece) {
        if (piece->second < needed) continue;
        size_t offset = piece->first, rest = piece->second - needed;
        freePieces.erase(piece);
        if (rest > 0) freePieces[offset + needed] = rest;
        allocated[offset] = (size_t)bytes;
        mark(offset, (size_t)bytes, 1);
        return arena + offset;
    }
    return nullptr;
}

// Whether the address was one that emulator_allocate gave.
EXPORTED int emulator_free(void* address) {
    std::lock_guard<std::mutex> guard(memoryLock);
    auto found = allocated.find(static_cast<char*>(address) - arena);
    if (found == allocated.end()) return 0;
    size_t offset = found->first, bytes = found->second, length = withGap(bytes);
    mark(offset, bytes, 0);
    if (bytes > (1 << 20)) madvise(arena + offset, length - ALIGNMENT, MADV_DONTNEED);
    allocated.erase(found);
    auto next = freePieces.lower_bound(offset);
    if (next != freePieces.end() && next->first == offset + length) {
        length += next->second;
        next = freePieces.erase(next);
    }
    if (next != freePieces.begin() && std::prev(next)->first + std::prev(next)->second == offset) {
        std::prev(next)->second += length;
    } else {
        freePieces[offset] = length;
    }
    return 1;
}

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
