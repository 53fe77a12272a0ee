// Device memory: one reserved range, so that an address tells whether it is the device's.
#include <sys/mman.h>

#include <map>
#include <mutex>

#include "runtime.h"

namespace emulator {
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
                   place());
            return;
        }
    }
    if (address % (bytes > 16 ? 16 : bytes) != 0) report(std::string("misaligned ") + verb + ", in " + place());
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
