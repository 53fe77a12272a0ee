/** Attacks the memory of hardened networks. */
package org.fitact.study.attack;
