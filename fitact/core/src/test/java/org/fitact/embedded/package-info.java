/** What a program takes on that embeds the library. */
package org.fitact.embedded;
