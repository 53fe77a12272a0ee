/**
 * A network in integer arithmetic as one C99 header, to the bit what {@link org.fitact.nn.integer.IntegerPlan} computes.
 *
 * <p>{@link org.fitact.nn.integer.c.CHeader} is all that others see. It walks the graph once; for each node a class of the family
 * ({@code ProductCode}, {@code PoolCode}, {@code ElementCode}, {@code BoundCode}, {@code MoveCode}) writes a function into a {@code
 * Layer}. A {@link org.fitact.nn.integer.range.Span} goes along with every number that has no word yet: the least and the greatest that it can be, by the
 * formats and by the stored words. By it a {@code Conversion} knows whether 64 bits are enough, whether it rounds, and whether it can
 * overflow at all; where they are not enough, the header gets whole numbers of 192 bits, as {@link org.fitact.tensor.fixedpoint.Wide}
 * has them. What stands in the resources is C that does not depend on the network.
 */
package org.fitact.nn.integer.c;
