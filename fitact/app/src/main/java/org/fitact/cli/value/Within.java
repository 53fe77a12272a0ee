package org.fitact.cli.value;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The numbers that an option takes, beside its {@code @Option}: an interval as mathematics writes it, {@code [1, 100]},
 * {@code (0, 1)} or {@code (-inf, inf)}. What lies outside is refused before the command starts; NaN lies outside of
 * all. Of an option that takes several numbers, each is meant.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Within {

    /** The interval, as {@link NumberRange#parse} reads it. */
    String value();
}
