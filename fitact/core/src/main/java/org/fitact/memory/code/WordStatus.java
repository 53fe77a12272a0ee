package org.fitact.memory.code;

/** What reading a block of words through its {@link RegionCode} found. */
public enum WordStatus {
    /** Nothing: it is as it was stored, or a fault escaped. */
    CLEAN,
    /** A fault that was mended, rightly or not. */
    CORRECTED,
    /** A fault that cannot be mended; what is read is what the code puts in its place. */
    DETECTED
}
