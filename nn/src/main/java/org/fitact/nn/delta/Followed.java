package org.fitact.nn.delta;

/**
 * What a change of parameters came to.
 *
 * @param logits under the change; not to be modified
 * @param differs whether the change reached them at all
 * @param growth how much larger the values that went into sums in an order of their own became than without the change, 1 or more:
 *     rounding is as much larger
 * @param sound false where a sum has become so large, or no number, that its order decides what it is
 */
public record Followed(float[] logits, boolean differs, double growth, boolean sound) {}
