// A thread of a block is taken up by a fiber: a stack of its own, switched to and from by hand.
#pragma once

#include <sys/mman.h>
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

#include <new>

namespace emulator {

constexpr size_t STACK_BYTES = 64 * 1024;

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

} // namespace emulator
