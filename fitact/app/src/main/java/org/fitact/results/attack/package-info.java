/** What an attack on deployed networks found, and its tables. */
package org.fitact.results.attack;
