package org.fitact.cli.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a command, or on a mixin of several: where it writes without {@code --out}, as its help says it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OutDefault {

    /** A folder, with the labels of parameters in it, or a few words. */
    String value();
}
