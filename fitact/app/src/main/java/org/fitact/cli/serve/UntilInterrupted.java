package org.fitact.cli.serve;

/** A command that Ctrl-C ends as it should: nothing is left undone. */
public interface UntilInterrupted {}
