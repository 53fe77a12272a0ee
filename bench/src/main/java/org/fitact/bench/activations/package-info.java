/**
 * Whether protection does for networks that are not made of ReLUs what it does for those that are: small networks of four kinds,
 * trained, hardened and struck.
 */
package org.fitact.bench.activations;
