package org.fitact.nn.delta;

/** Counts the multiply-adds of convolutions and linear layers. */
final class Work {

    private long multiplyAdds;

    void add(long some) {
        multiplyAdds += some;
    }

    long multiplyAdds() {
        return multiplyAdds;
    }
}
