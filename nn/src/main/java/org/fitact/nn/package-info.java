/** Networks: the engine's upper half, which knows layers, models, data and files, but nothing of faults. */
package org.fitact.nn;
