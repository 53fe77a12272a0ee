/** The parts of an ONNX file, read without trust: its outer form, its tensors, its names. Nothing here knows what they mean. */
package org.fitact.nn.onnx.file;
