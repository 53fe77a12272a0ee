/** Stored trials that are computed again and compared: whether what a folder says can be found again. */
package org.fitact.verify;
