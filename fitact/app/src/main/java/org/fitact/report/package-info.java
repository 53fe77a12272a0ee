/**
 * The report of a study: one self-contained page, its figures as PNG, {@code results.json}, and a table for the terminal.
 * Everything is made from a {@link org.fitact.study.StudyRecord}, which a trial store holds completely, and the same inputs
 * give the same bytes. The page is a {@code document}, drawn with {@code figure}s.
 */
package org.fitact.report;
