/** Networks that people have, from ONNX files, taken through everything: read, compared, hardened, broken, written, read again. */
package org.fitact.bench.networks;
