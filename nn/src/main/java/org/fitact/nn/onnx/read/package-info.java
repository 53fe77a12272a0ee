/**
 * The reading of a file's graph, without any operator: nodes in their order, what a name stands for, how the nodes of a network
 * come together and are called, and what stands in the way.
 *
 * <p>A file is interpreted for one image. A name stands for an {@link org.fitact.nn.onnx.read.Operand}: numbers that are known
 * before there are images, or a {@link org.fitact.nn.onnx.read.Operand.Feature}, which is a value of the network, its shape for
 * one image as it lies in memory, and the {@link org.fitact.nn.onnx.read.Layout} that says which axes of the file these are.
 * So Transpose, Reshape, Squeeze and Flatten cost nothing at first. A family of operators asks
 * {@link org.fitact.nn.onnx.read.Views} for the order that its op needs, and says the layout of what it makes:
 *
 * <ul>
 *   <li>element by element: any order; {@code assembly.plain(origin, op, x)} keeps the layout,
 *   <li>of feature maps: {@code views.map(node, 0)} gives {@code [h, w, c]}, the result is {@code Layout.map(x.hasImages())},
 *   <li>of rows: {@code views.rows(node, 0)}, the result {@code Layout.inOrder(x.hasImages(), 1)},
 *   <li>along some axes, as softmax and layer norm: {@code views.last(node, 0, axes)} puts them last in memory; an op that keeps
 *       the shape keeps {@code x.layout()},
 *   <li>along one axis wherever it lies: {@code views.whole(node, 0, axis)} gives it as {@code here}; if the op changes its
 *       extent, the result is {@code x.layout().with(axis, List.of(here))},
 *   <li>of several values: {@code Alignment.of(views, node, values, -1)} gives them axes that stand for the same ones, with
 *       extents of 1 where a value is repeated, and the layout of the result; {@code Alignment.beside} does so for a constant.
 * </ul>
 *
 * <p>Where the file's number of images is free or above 1, an axis has {@link org.fitact.nn.onnx.read.Layout#BATCH} among its
 * factors. An op that computes along such an axis would mix images, and is refused by
 * {@link org.fitact.nn.onnx.read.Views#mixesImages}; the methods above do so by themselves. Of a file for one image nothing
 * can be mixed, and its axes are all of that image.
 *
 * <p>Extents that a file works out are {@link org.fitact.nn.onnx.read.Numbers}, of which some may count images.
 */
@Internal
package org.fitact.nn.onnx.read;

import org.fitact.tensor.Internal;
