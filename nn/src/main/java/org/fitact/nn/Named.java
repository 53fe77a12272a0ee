package org.fitact.nn;

/** Something that a user asks for by its name. */
public interface Named {

    /** What a user types, and what stands in files and reports: {@code clip-act}. */
    String name();
}
