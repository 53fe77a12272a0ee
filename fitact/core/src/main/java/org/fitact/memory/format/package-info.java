/** Number formats by the names that users give them; what a format is: {@link org.fitact.tensor.number.NumberFormat}. */
package org.fitact.memory.format;
