/** Reports as parts that know nothing of their form, and what writes them as Markdown and as pages. */
package org.fitact.report.document;
