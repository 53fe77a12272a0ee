/** What a stored word means, whatever the kind of numbers: how it is made from a number, read as one, and what its bits are. */
package org.fitact.tensor.number;
