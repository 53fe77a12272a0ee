/**
 * The figures of a report, one class each, drawn with what is in {@code drawing}.
 */
package org.fitact.report.figure;
