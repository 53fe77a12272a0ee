package org.fitact.protect;

/** What a scheme is in a comparison. */
public enum Role {
    /** It adds nothing; the others are measured against it. */
    BASELINE,
    /** Published before the featured scheme, which is compared with it. */
    COMPARED,
    /** The featured scheme without its last step. */
    PRECURSOR,
    /** What the comparison is about. */
    FEATURED,
    /** One more. */
    OTHER,
    /** One more that takes long to apply, or answers a question of its own: only where it is named. */
    BY_NAME
}
