package org.fitact.cli.value;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Beside an option that some schemes only read: given where none of them is chosen, it would be without effect. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface OfSetting {

    /** The name of the setting, by which {@link org.fitact.protect.Protection#reads} knows it. */
    String value();
}
