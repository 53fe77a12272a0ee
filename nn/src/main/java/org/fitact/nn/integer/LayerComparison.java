package org.fitact.nn.integer;

/**
 * What integer arithmetic makes of the value of a node, beside float.
 *
 * @param value name of the node, or {@link org.fitact.nn.graph.Graph#IMAGES}
 * @param signalToNoise {@code 10·log10(Σ f² / Σ (f − q)²)} in decibels of float values f and integer ones q; infinite where they
 *     are the same
 * @param changedTop1 share of the images, 0..1, of which another class is first when this value is that of integer inference and all
 *     behind it is computed in float
 */
public record LayerComparison(String value, double signalToNoise, double changedTop1) {}
