/** {@code fitact compare}. */
package org.fitact.cli.compare;
