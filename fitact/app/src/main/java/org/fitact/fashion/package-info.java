/**
 * The images that come with the program, so that it can be tried without a network. They lie here and not in {@code nn}: who
 * embeds the library has images of their own.
 */
package org.fitact.fashion;
