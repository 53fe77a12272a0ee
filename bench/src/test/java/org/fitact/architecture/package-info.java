/** The arrows between modules and packages as tests, here because this module sees all others. */
package org.fitact.architecture;
