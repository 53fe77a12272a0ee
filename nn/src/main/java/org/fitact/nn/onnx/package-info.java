/**
 * ONNX: networks written as standard graphs that any runtime can run, bounds included, and networks of other frameworks read
 * into graphs of this one. Files are read without trust. {@code file} knows the format, {@code read} is the frame of reading,
 * which says how operators see values, {@code operator} has what nodes mean, a class for each family, {@code write} the way back.
 */
package org.fitact.nn.onnx;
