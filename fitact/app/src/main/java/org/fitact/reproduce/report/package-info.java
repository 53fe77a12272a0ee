/**
 * The report of a reproduction: what the stages left is read, and set beside what was published, in tables, figures, a page
 * and a Markdown document.
 */
package org.fitact.reproduce.report;
