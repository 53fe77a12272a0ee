/**
 * Whole studies: a network is trained, hardened by every scheme, and broken, each stage leaving files from which the next
 * one, or a later run, goes on.
 */
package org.fitact.study;
