/**
 * ONNX: networks written as standard graphs that any runtime can run, bounds included, and convolutional networks of
 * other frameworks read into graphs of this one. Files are read without trust. {@code file} knows the format, {@code read} the
 * graph of a file, {@code operator} what its nodes mean, {@code write} the way back.
 */
package org.fitact.nn.onnx;
