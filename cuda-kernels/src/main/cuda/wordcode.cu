// Reads words through memory codes, a block a thread, to the bit as cpu.WordCodeKernels defines it. What is found is rare, so each
// is added to its count by itself: counts[0] mended, counts[1] not.
#include "fitact.cuh"

namespace {

__device__ __forceinline__ void note(unsigned long long* counts, bool mended) {
    atomicAdd(counts + (mended ? 0 : 1), 1ull);
}

} // namespace

// Bits `bits − 1` to `bits + copies − 2` are copies of the sign.
extern "C" __global__ void voteWords(
    int bits, int copies, long long n, const int* __restrict__ words, int* __restrict__ decoded,
    unsigned long long* counts) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int word = words[i];
        int ones = __popc(((unsigned)word >> (bits - 1)) & (~0u >> (32 - copies)));
        int signs = (int)(~0u << (bits - 1));
        int read = word;
        if (ones != 0 && ones != copies) {
            read = 2 * ones == copies ? 0 : 2 * ones > copies ? word | signs : word & ~signs;
            note(counts, 2 * ones != copies);
        }
        decoded[i] = read;
    }
}

// ends: the least word of each group, and behind them the greatest.
extern "C" __global__ void guardWords(
    int groups, int clamp, long long n, const int* __restrict__ ends, const int* __restrict__ words,
    int* __restrict__ decoded, unsigned long long* counts) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int word = words[i];
        int least = ends[i % groups];
        int greatest = ends[groups + i % groups];
        int read = word;
        if (word < least || word > greatest) {
            read = !clamp ? 0 : word < least ? least : greatest;
            note(counts, false);
        }
        decoded[i] = read;
    }
}

// masks: for each check bit which data bits it covers, low half and high half; columns: by data bit.
extern "C" __global__ void secdedWords(
    int blockWords, int checkBits, int keep, long long n, const unsigned* __restrict__ masks,
    const int* __restrict__ columns, const unsigned* __restrict__ words, const unsigned* __restrict__ check,
    unsigned* __restrict__ decoded, unsigned long long* counts) {
    long long blocks = (n + blockWords - 1) / blockWords;
    for (long long b = globalIndex(); b < blocks; b += globalSize()) {
        long long i = b * blockWords;
        bool two = blockWords == 2 && i + 1 < n;
        unsigned low = words[i];
        unsigned high = two ? words[i + 1] : 0;
        int syndrome = (int)check[b];
        for (int c = 0; c < checkBits; c++) {
            int ones = __popc(low & masks[2 * c]) + __popc(high & masks[2 * c + 1]);
            syndrome ^= (ones & 1) << c;
        }
        if (syndrome != 0) {
            int bit = 0;
            while (bit < 32 * blockWords && columns[bit] != syndrome) bit++;
            bool ofCheck = bit == 32 * blockWords;
            bool mended = ofCheck ? __popc(syndrome) == 1 : bit < 32 || two;
            if (mended && !ofCheck) {
                if (bit < 32) low ^= 1u << bit;
                else high ^= 1u << (bit - 32);
            } else if (!mended && !keep) {
                low = high = 0;
            }
            note(counts, mended);
        }
        decoded[i] = low;
        if (two) decoded[i + 1] = high;
    }
}
