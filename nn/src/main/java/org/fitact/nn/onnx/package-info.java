/**
 * ONNX: networks written as standard graphs that any runtime can run, bounds included, and convolutional networks of
 * other frameworks read into layers of this one. Files are read without trust.
 */
package org.fitact.nn.onnx;
