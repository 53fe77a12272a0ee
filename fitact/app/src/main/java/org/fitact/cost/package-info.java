/** What ways to deploy a network cost: bytes of everything that they store, and the time of inference and decoding in turns. */
package org.fitact.cost;
