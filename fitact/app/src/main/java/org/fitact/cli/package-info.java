/**
 * The command line: one class for each command, named after it, listed in {@link org.fitact.cli.FitActCommand}. A
 * command reads its options ({@code option}), calls the library and prints ({@code output}); it computes nothing itself. Errors
 * are shown in one place, {@link org.fitact.cli.ErrorMessages}.
 */
package org.fitact.cli;
