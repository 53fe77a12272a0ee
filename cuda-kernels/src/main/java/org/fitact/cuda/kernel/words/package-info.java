/** Launchers of what reads words of memories through codes. */
package org.fitact.cuda.kernel.words;
