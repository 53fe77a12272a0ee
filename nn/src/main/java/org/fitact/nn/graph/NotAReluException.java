package org.fitact.nn.graph;

import java.io.Serial;

/** A function was to be put in the place of an activation that is not a ReLU. */
public final class NotAReluException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String site;
    private final String found;

    NotAReluException(String site, String found) {
        super("activation " + site + " is " + found + ", and only a plain ReLU can be replaced");
        this.site = site;
        this.found = found;
    }

    /** Name of the site. */
    public String site() {
        return site;
    }

    /** What stands there, in words. */
    public String found() {
        return found;
    }
}
