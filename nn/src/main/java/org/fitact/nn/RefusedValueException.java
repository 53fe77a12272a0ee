package org.fitact.nn;

/**
 * A value that cannot be used, such as {@code images are 501, expected 1 to the 500 of digits}. Whoever knows where it came
 * from, as a command line does, says that in the place of what it is.
 */
public final class RefusedValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;

    /**
     * @param what it is, with a verb: {@code images are}
     * @param expected in words
     */
    public RefusedValueException(String what, Object found, String expected) {
        super(what + " " + found + ", expected " + expected);
        this.found = String.valueOf(found);
        this.expected = expected;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
