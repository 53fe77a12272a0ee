/** Reports of benchmarks: tables and figures as Markdown and as a page, from JMH's results. */
package org.fitact.bench.report;
