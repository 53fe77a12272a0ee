// A copy from one strided view to another: permutations, mirrors, repetitions.
#include "fitact.cuh"

// Two strided views of one shape; dimensions beyond the rank have extent 1.
struct StridedViews {
    int shape[8];
    int sourceStrides[8];
    int targetStrides[8];
};

extern "C" __global__ void copyStrided(
    StridedViews views, int rank, long long n, const int* __restrict__ source, int* __restrict__ target) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        int rest = (int)i;
        long long from = 0, to = 0;
        for (int d = rank - 1; d >= 0; d--) {
            long long index = modulo(rest, views.shape[d]);
            rest = quotient(rest, views.shape[d]);
            from += index * views.sourceStrides[d];
            to += index * views.targetStrides[d];
        }
        target[to] = source[from];
    }
}
