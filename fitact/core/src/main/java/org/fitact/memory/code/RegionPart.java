package org.fitact.memory.code;

/**
 * What the words of a region are to the tensor that they are stored for. Words that accompany a tensor count as of its kind: whoever limits faults to weights also means the check bits of weights.
 */
public enum RegionPart {
    /** The numbers of the tensor themselves. */
    NUMBER,
    /** What integers are multiplied by, and the integers that stand for 0. */
    SCALE,
    /** Check bits of a code, one word for each block of numbers. */
    CHECK,
    /** What a code knows of the tensor as a whole, such as its range. */
    TABLE,
    /** Numbers that leave a code no room, stored apart. */
    EXCEPTION
}
