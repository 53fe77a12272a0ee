// Runs blocks, one after the other, on one thread of the operating system. A fiber whose thread ends without having waited
// takes up the next one, so a kernel without barriers costs no switch at all.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "block.h"
#include "fiber.h"
#include "poison.h"

namespace emulator {

inline uint64_t mix(uint64_t x) { // SplitMix64
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
        poison.newThread();
        shared = sharedMemory.get();
        blockDim = launch.block;
        gridDim = launch.grid;
        states.resize(launch.blockThreads);
        fiberOf.resize(launch.blockThreads);
        order.resize(launch.blockThreads);
        warps.resize((launch.blockThreads + WARP - 1) / WARP);
        for (uint64_t i; !hasFailed() && (i = launch.nextBlock++) < launch.blocks;) {
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
    Poison poison;
    std::unique_ptr<char[]> sharedMemory{new char[SHARED_BYTES]};
    uint64_t random = 1;

    void runBlock(uint64_t block) {
        blockIdx = {(unsigned)(block % gridDim.x), (unsigned)(block / gridDim.x % gridDim.y),
                    (unsigned)(block / gridDim.x / gridDim.y)};
        poison.fill(shared, launch->sharedBytes);
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
        while (live > 0 && !hasFailed()) {
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

    // Every thread that can run does, until it waits or ends; whether there was one.
    bool turn() {
        bool progress = false;
        while (nextStart < launch->blockThreads && !hasFailed()) {
            resume(idleFiber());
            progress = true;
        }
        shuffle();
        if (launch->seed != 0 && random % 2 == 0) return warpsAhead() || progress;
        for (int t : order) progress = proceed(t) || progress;
        return progress;
    }

    // Each warp in its turn as far as it gets without the others: what it does too early, they meet.
    bool warpsAhead() {
        bool progress = false;
        for (size_t i = 0, first = random / 2 % warps.size(); i < warps.size(); i++) {
            int start = (int)((first + i) % warps.size()) * WARP;
            for (bool again = true; again;) {
                again = false;
                for (int t = start; t < std::min(start + WARP, launch->blockThreads); t++) again = proceed(t) || again;
                progress = progress || again;
            }
        }
        return progress;
    }

    bool proceed(int t) {
        if (hasFailed() || states[t] != State::READY) return false;
        select(t);
        resume(fiberOf[t]);
        return true;
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
            while (nextStart < launch->blockThreads && !hasFailed()) {
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

} // namespace emulator
