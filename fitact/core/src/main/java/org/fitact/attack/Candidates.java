package org.fitact.attack;

/** Of what an attacker tries the best flip, as the gradient has it, by a forward pass. */
public enum Candidates {
    /** Of each tensor, as the paper does. */
    TENSOR,
    /**
     * Of each bit of each tensor. A flip that moves a number far is overrated by a gradient where a bound cuts off what that number makes;
     * then one of a lower bit is worse.
     */
    BIT
}
