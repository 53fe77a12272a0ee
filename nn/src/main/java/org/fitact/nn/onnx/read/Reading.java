package org.fitact.nn.onnx.read;

import org.fitact.nn.onnx.file.TensorReader;

/**
 * What the operators of one file work on.
 *
 * @param assembly where the nodes of the network go
 * @param parameters which takes constants of the file as parameters
 * @param tensors which reads what nodes hold
 * @param images that the file is for; 0 where it leaves that free
 */
public record Reading(GraphAssembly assembly, Parameters parameters, TensorReader tensors, long images) {}
