/**
 * Memory codes: how the words of a region are stored so that a fault in them is found or mended when they are read, with or
 * without bits beside them.
 */
package org.fitact.memory.code;
