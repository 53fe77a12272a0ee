package org.fitact.tensor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a package: it is of this library alone. What is public in it is so for the library's other packages, and may change or go with
 * any version. All other packages are what programs may build on; the {@code api.txt} of each module lists what is in them. It is for
 * readers and Javadoc: no class depends on it.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PACKAGE)
public @interface Internal {}
