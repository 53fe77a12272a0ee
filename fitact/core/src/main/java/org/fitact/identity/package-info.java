/**
 * What numbers depend on: canonical JSON and its hash, by which a later run knows whether what it finds in a folder was
 * made from the same things.
 */
package org.fitact.identity;
