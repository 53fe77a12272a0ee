/** Several studies on one page: what they have in common, and which of them met the same faults. */
package org.fitact.report.compare;
