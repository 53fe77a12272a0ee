// Looks for an argument that must not be, where only the device can look.
#include "fitact.cuh"

// The smallest i with values[i] outside 0..limit−1 goes to *first, if it is smaller than what is there.
extern "C" __global__ void firstOutside(int n, int limit, const int* __restrict__ values, int* first) {
    for (long long i = globalIndex(); i < n; i += globalSize()) {
        if (values[i] < 0 || values[i] >= limit) atomicMin(first, (int)i);
    }
}
